/** The same value and gradient as an expert would write it by hand: plain loops over Float64Array, no tiling. */
export interface HandWritten {
  readonly X: Float64Array;
  readonly Y: Float64Array;
  readonly U: Float64Array;
  readonly V: Float64Array;
  readonly gU: Float64Array;
  readonly gV: Float64Array;
  /** Fills the gradients and gives the value. */
  readonly run: () => number;
}

/** A d-h-q perceptron: X [batch, d], Y [batch, q], U [h, d], V [q, h]; tanh, softmax cross-entropy, λ/2 ‖·‖². */
export function handWritten(d: number, h: number, q: number, batch: number, lambda: number): HandWritten {
  const X = new Float64Array(batch * d);
  const Y = new Float64Array(batch * q);
  const U = new Float64Array(h * d);
  const V = new Float64Array(q * h);
  const gU = new Float64Array(h * d);
  const gV = new Float64Array(q * h);
  const H = new Float64Array(batch * h);
  const O = new Float64Array(batch * q);
  const gO = new Float64Array(batch * q);
  const gZ = new Float64Array(batch * h);

  function run(): number {
    for (let b = 0; b < batch; b++)
      for (let j = 0; j < h; j++) {
        let sum = 0;
        for (let i = 0; i < d; i++) sum += X[b * d + i]! * U[j * d + i]!;
        H[b * h + j] = Math.tanh(sum);
      }
    let loss = 0;
    for (let b = 0; b < batch; b++) {
      let largest = -Infinity;
      for (let m = 0; m < q; m++) {
        let sum = 0;
        for (let j = 0; j < h; j++) sum += H[b * h + j]! * V[m * h + j]!;
        O[b * q + m] = sum;
        if (sum > largest) largest = sum;
      }
      let total = 0;
      let picked = 0;
      for (let m = 0; m < q; m++) {
        const e = Math.exp(O[b * q + m]! - largest);
        gO[b * q + m] = e;
        total += e;
        picked += Y[b * q + m]! * O[b * q + m]!;
      }
      loss += Math.log(total) + largest - picked;
      for (let m = 0; m < q; m++) gO[b * q + m] = (gO[b * q + m]! / total - Y[b * q + m]!) / batch;
    }
    let penalty = 0;
    for (let p = 0; p < U.length; p++) {
      penalty += U[p]! * U[p]!;
      gU[p] = lambda * U[p]!;
    }
    for (let p = 0; p < V.length; p++) {
      penalty += V[p]! * V[p]!;
      gV[p] = lambda * V[p]!;
    }
    gZ.fill(0);
    for (let b = 0; b < batch; b++)
      for (let m = 0; m < q; m++) {
        const g = gO[b * q + m]!;
        for (let j = 0; j < h; j++) {
          gV[m * h + j]! += g * H[b * h + j]!;
          gZ[b * h + j]! += g * V[m * h + j]!;
        }
      }
    for (let b = 0; b < batch; b++)
      for (let j = 0; j < h; j++) {
        const y = H[b * h + j]!;
        const g = gZ[b * h + j]! * (1 - y * y);
        for (let i = 0; i < d; i++) gU[j * d + i]! += g * X[b * d + i]!;
      }
    return loss / batch + (lambda / 2) * penalty;
  }
  return { X, Y, U, V, gU, gV, run };
}
