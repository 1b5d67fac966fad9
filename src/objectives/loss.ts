import type { Algebra } from '../language/algebra.ts';

/**
 * A loss ℓ(o, y) of each sample: the outputs o and the targets y have one shape, `axis` is the one along which a sample's
 * elements lie (0 where samples are columns, 1 where they are rows), and the result has one element for each sample.
 */
type Loss = <X>(k: Algebra<X>, o: X, y: X, axis: 0 | 1) => X;

/** ½‖o − y‖². */
const squaredError: Loss = (k, o, y, axis) => k.mul(k.constant(0.5), k.sum(k.square(k.sub(o, y)), [axis]));

/** ‖o − y‖, which has no derivative where o = y. */
const l2Norm: Loss = (k, o, y, axis) => k.sqrt(k.sum(k.square(k.sub(o, y)), [axis]));

/**
 * −Σⱼ yⱼ log softmax(o)ⱼ for a distribution y (one-hot or not), for logits of any size and to full relative accuracy where
 * the loss is tiny, its gradient included. The targets are divided by their sum: as doubles, 0.1 + 0.8 + 0.1 is not 1.
 *
 * With t = Σ yⱼoⱼ and d = o − t the loss is log Σ exp(dⱼ). Because Σ yⱼ = 1 and Σ yⱼdⱼ = 0, for every shift m it is also
 * m + log(1 + Σ [exp(dⱼ − m) − yⱼ(1 + e⁻ᵐdⱼ)]). For a one-hot y the label's own term is e⁻ᵐ − 1, exactly 0 where the label
 * has the largest logit (m = 0), and its slope e⁻ᵐ − e⁻ᵐ is exactly 0 always: neither 1 + tiny − 1 nor p − 1 is ever formed.
 * The loss does not depend on m, so m is held.
 */
const softmaxCrossEntropy: Loss = <X>(k: Algebra<X>, o: X, targets: X, axis: 0 | 1) => {
  const shape = k.shapeOf(o);
  const across = (perSample: X) => k.spread(perSample, shape, [axis]);
  const y = k.div(targets, across(k.sum(targets, [axis])));
  const d = k.sub(o, across(k.sum(k.mul(y, o), [axis])));
  const m = k.hold(k.maxOver(d, [axis]));
  const linear = k.add(k.constant(1), k.mul(across(k.exp(k.neg(m))), d));
  const terms = k.sub(k.exp(k.sub(d, across(m))), k.mul(y, linear));
  return k.add(m, k.log1p(k.sum(terms, [axis])));
};

/** The same as a formula book has it, log Σ exp(oⱼ) − Σ yⱼoⱼ: an exhibit, since exp overflows beyond logits of 709. */
const naiveSoftmaxCrossEntropy: Loss = (k, o, y, axis) =>
  k.sub(k.log(k.sum(k.exp(o), [axis])), k.sum(k.mul(y, o), [axis]));

/** The losses, by the names that options use. */
export const losses = {
  'squared-error': squaredError,
  'l2-norm': l2Norm,
  'softmax-cross-entropy': softmaxCrossEntropy,
  'naive-softmax-cross-entropy': naiveSoftmaxCrossEntropy,
} as const;

export type LossName = keyof typeof losses;

/** Whether the targets of a loss are distributions over classes (and not real numbers). */
export function wantsDistribution(loss: LossName): boolean {
  return loss === 'softmax-cross-entropy' || loss === 'naive-softmax-cross-entropy';
}
