import { dataset, gradientKernel, mlp, train } from 'derivlab';

const { train: iris } = dataset('iris');
const net = mlp({ layers: [4, 8, 3], data: iris, batch: 120, lambda: 1e-3, seed: 1 });
const { inputs, gradient, run, built } = gradientKernel(net, { precision: 'float32' });
for (let step = 0; step < 100; step++) {
  run(); // J; its gradient is in place, beside the weights
  for (const [name, slope] of gradient) inputs.get(name)!.forEach((w, i, W) => (W[i] = w - 0.5 * slope[i]!));
}
console.log(built.kind, run());
console.log(train(net, iris, { optimizer: 'adam', batch: 32, epochs: 20 }).outcome);
