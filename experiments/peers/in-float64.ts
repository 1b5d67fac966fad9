import { startJaxJs } from './jax-js.ts';

await startJaxJs();

export { contestants } from './contestants.ts';
