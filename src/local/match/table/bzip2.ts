/// <reference path="./seek-bzip.d.ts" />
import Bunzip from 'seek-bzip';

/** The data is not what bzip2 writes, or it ends too early. */
export class Bzip2Error extends Error {
  override readonly name = 'Bzip2Error';
}

/** Begins the trailer of a stream; 32 bits of checksum and up to 7 of padding follow. */
const trailer = 0x177245385090n;

/** Unpacks one or more bzip2 streams. The library checks the sums but not that the last stream is whole, so this does. */
export function unpackBzip2(bytes: Buffer): Buffer[] {
  const end = bytes.subarray(-11);
  const bits = BigInt(`0x${end.toString('hex')}`);
  const whole = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n].some(
    (padding) => ((bits >> (32n + padding)) & 0xffffffffffffn) === trailer,
  );
  if (!whole) {
    throw new Bzip2Error();
  }
  const sink = new Sink();
  Bunzip.decode(bytes, sink, true);
  return sink.chunks();
}

/** Takes bytes one by one, as the library gives them. */
class Sink {
  private readonly full: Buffer[] = [];
  private current = Buffer.alloc(1 << 20);
  private at = 0;

  writeByte(byte: number): void {
    if (this.at === this.current.length) {
      this.full.push(this.current);
      this.current = Buffer.alloc(1 << 20);
      this.at = 0;
    }
    this.current[this.at++] = byte;
  }

  chunks(): Buffer[] {
    return [...this.full, this.current.subarray(0, this.at)];
  }
}
