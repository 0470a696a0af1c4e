import { expect, test } from 'vitest';
import { checksumAlgorithms, checksumHasher } from '../../../../src/local/objects/checksums';
import { eachRound } from '../../../harness/fuzz';

// The check values of each algorithm's catalogue entry: the checksum of the nine ASCII digits.
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
] as const)('%s of the digits', (algorithm, expected) => {
  const hasher = checksumHasher(algorithm);
  hasher.update(Buffer.from('123456789'));
  expect(hasher.digest().toString('hex')).toBe(expected);
});

/** Bit by bit, as the definition has it. */
function naiveCrc(bytes: Uint8Array, polynomial: bigint, width: bigint): string {
  const ones = (1n << width) - 1n;
  let crc = ones;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    }
  }
  return (crc ^ ones).toString(16).padStart(Number(width) / 4, '0');
}

test('any cut of any bytes gives the checksum of the whole', async () => {
  await eachRound(60, (random) => {
    const bytes = Buffer.from(Array.from({ length: random.int(0, 200) }, () => random.int(0, 255)));
    for (const algorithm of checksumAlgorithms) {
      const whole = checksumHasher(algorithm);
      whole.update(bytes);
      const cut = checksumHasher(algorithm);
      for (let at = 0; at < bytes.length; ) {
        const length = random.int(0, 30);
        cut.update(bytes.subarray(at, at + length));
        at += length;
      }
      const digest = whole.digest().toString('hex');
      expect(cut.digest().toString('hex')).toBe(digest);
      if (algorithm === 'CRC32C') {
        expect(digest).toBe(naiveCrc(bytes, 0x82f63b78n, 32n));
      } else if (algorithm === 'CRC64NVME') {
        expect(digest).toBe(naiveCrc(bytes, 0x9a6c9329ac4bc9b5n, 64n));
      }
    }
  });
});
