import { startJaxJs } from './jax-js.ts';
import { startTensorflow } from './tensorflow.ts';

await startJaxJs();
await startTensorflow();

export { contestants } from './contestants.ts';
