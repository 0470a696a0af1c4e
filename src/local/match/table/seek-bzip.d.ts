declare module 'seek-bzip' {
  /** As much of the package's interface as is used; it has no types of its own. */
  const Bunzip: {
    decode(input: Uint8Array, output: { writeByte(byte: number): void }, multistream: boolean): unknown;
  };
  export = Bunzip;
}
