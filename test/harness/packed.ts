/** Packed texts, for codecs that Node can't write. */

/** What bzip2 makes of the lines `id,name`, `1,Ann`, `2,Bob`. */
export const bzip2People = Buffer.from(
  'QlpoOTFBWSZTWR1T4iUAAAddAAAQAAQwADAANiOgACITR5Ro8oQAALVg9MbgtMMFP4u5IpwoSA6p8RKA',
  'base64',
);

/** Two streams of bzip2, end to end: the lines `1,Ann` and `2,Bob`. */
export const bzip2Streams = Buffer.from(
  'QlpoOTFBWSZTWQlxzJEAAAFdAAAQAAQgACAAAAEgADDNAMNGKG4u5IpwoSAS45kiQlpoOTFBWSZTWYrKpwsAAAFdAAAQAAQQABAAEACgACGADALHNuLuSKcKEhFZVOFg',
  'base64',
);

/** A text in one raw block of snappy that holds it as it is. */
export function snappyRaw(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 60) {
    throw new RangeError('one short literal holds at most 60 bytes');
  }
  return Buffer.concat([Buffer.of(bytes.length, (bytes.length - 1) << 2), bytes]);
}

/** The same, in the blocks that Hadoop writes. */
export function snappyHadoop(text: string): Buffer {
  const raw = snappyRaw(text);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(Buffer.byteLength(text), 0);
  lengths.writeUInt32BE(raw.length, 4);
  return Buffer.concat([lengths, raw]);
}
