interface Memory {
  readonly buffer: ArrayBuffer;
}

interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}

export interface Engine {
  readonly Memory: new (size: { readonly initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Readonly<Record<string, object>>) => Instance;
  readonly CompileError: new () => Error;
  readonly validate: (bytes: Uint8Array) => boolean;
}

/** What of WebAssembly's interface kernels use, where the engine has it: browsers' and Node's alike, whose types differ. */
export const webAssembly = (globalThis as { readonly WebAssembly?: Engine }).WebAssembly;
