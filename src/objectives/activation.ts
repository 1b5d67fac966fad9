import type { Algebra } from '../language/algebra.ts';

/** The functions φ that a layer may apply to its pre-activation z, element by element: h = φ(z). */
export const activations = {
  identity: <X>(_k: Algebra<X>, z: X): X => z,
  relu: <X>(k: Algebra<X>, z: X): X => k.relu(z),
  tanh: <X>(k: Algebra<X>, z: X): X => k.tanh(z),
  sigmoid: <X>(k: Algebra<X>, z: X): X => k.sigmoid(z),
  softplus: <X>(k: Algebra<X>, z: X): X => k.softplus(z),
  /** x·Φ(x), with the normal distribution's Φ itself and not the tanh approximation (Hendrycks & Gimpel 2016). */
  gelu: <X>(k: Algebra<X>, z: X): X => k.gelu(z),
} as const;

export type ActivationName = keyof typeof activations;
