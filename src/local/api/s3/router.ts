import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets';
import { copyObject } from './copy';
import { deleteObjects } from './deleteObjects';
import { S3Error } from './error';
import { listObjects, listObjectsV2 } from './listing';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from './multipart';
import { listMultipartUploads, listParts } from './multipartListing';
import { deleteObject, getObject, getObjectTagging, headObject, putObject } from './objects';
import { header, type S3Operation, type S3Request } from './types';

/** What one operation looks like on the wire. */
interface Route {
  readonly name: string;
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'object';
  /** Query parameters that make it this operation; each with a value when one is named. */
  readonly needs?: readonly string[];
  /** Other query parameters it understands; any further one is NotImplemented. */
  readonly takes?: readonly string[];
  readonly copies?: boolean;
  readonly run: S3Operation;
}

const page = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];
const part = ['partNumber', 'uploadId'];
const reading = [
  'partNumber',
  'response-content-type',
  'response-content-language',
  'response-expires',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
];

const routes: readonly Route[] = [
  {
    name: 'ListBuckets',
    method: 'GET',
    on: 'service',
    takes: ['prefix', 'max-buckets', 'continuation-token'],
    run: listBuckets,
  },
  { name: 'CreateBucket', method: 'PUT', on: 'bucket', run: createBucket },
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket', run: headBucket },
  { name: 'DeleteBucket', method: 'DELETE', on: 'bucket', run: deleteBucket },
  { name: 'GetBucketLocation', method: 'GET', on: 'bucket', needs: ['location'], run: getBucketLocation },
  { name: 'ListObjects', method: 'GET', on: 'bucket', takes: [...page, 'marker'], run: listObjects },
  {
    name: 'ListObjectsV2',
    method: 'GET',
    on: 'bucket',
    needs: ['list-type'],
    takes: [...page, 'continuation-token', 'start-after', 'fetch-owner'],
    run: listObjectsV2,
  },
  { name: 'DeleteObjects', method: 'POST', on: 'bucket', needs: ['delete'], run: deleteObjects },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    needs: ['uploads'],
    takes: ['prefix', 'delimiter', 'encoding-type', 'max-uploads', 'key-marker', 'upload-id-marker'],
    run: listMultipartUploads,
  },
  { name: 'PutObject', method: 'PUT', on: 'object', run: putObject },
  { name: 'CopyObject', method: 'PUT', on: 'object', copies: true, run: copyObject },
  { name: 'GetObject', method: 'GET', on: 'object', takes: reading, run: getObject },
  { name: 'HeadObject', method: 'HEAD', on: 'object', takes: reading, run: headObject },
  { name: 'DeleteObject', method: 'DELETE', on: 'object', run: deleteObject },
  { name: 'GetObjectTagging', method: 'GET', on: 'object', needs: ['tagging'], run: getObjectTagging },
  { name: 'CreateMultipartUpload', method: 'POST', on: 'object', needs: ['uploads'], run: createMultipartUpload },
  { name: 'UploadPart', method: 'PUT', on: 'object', needs: part, run: uploadPart },
  { name: 'UploadPartCopy', method: 'PUT', on: 'object', needs: part, copies: true, run: uploadPartCopy },
  {
    name: 'ListParts',
    method: 'GET',
    on: 'object',
    needs: ['uploadId'],
    takes: ['max-parts', 'part-number-marker', 'encoding-type'],
    run: listParts,
  },
  { name: 'CompleteMultipartUpload', method: 'POST', on: 'object', needs: ['uploadId'], run: completeMultipartUpload },
  { name: 'AbortMultipartUpload', method: 'DELETE', on: 'object', needs: ['uploadId'], run: abortMultipartUpload },
];

/** Parameters of the signature and of the SDKs, which change nothing in what is asked. */
function isNeutral(parameter: string): boolean {
  return parameter === 'x-id' || parameter.toLowerCase().startsWith('x-amz-');
}

/** Finds the operation a request means. Throws NotImplemented, MethodNotAllowed. */
export function route(request: S3Request): { readonly name: string; readonly run: S3Operation } {
  const on = request.bucket === undefined ? 'service' : request.key === undefined ? 'bucket' : 'object';
  const asked = [...request.query.keys()].filter((parameter) => !isNeutral(parameter));
  const copies = header(request, 'x-amz-copy-source') !== undefined;
  const found = routes.find(
    ({ method, on: level, needs = [], takes = [], copies: copy = false }) =>
      method === request.method &&
      level === on &&
      (method !== 'PUT' || level !== 'object' || copy === copies) &&
      needs.every((parameter) => request.query.has(parameter)) &&
      asked.every((parameter) => needs.includes(parameter) || takes.includes(parameter)),
  );
  if (found) {
    return found;
  }
  if (!['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].includes(request.method)) {
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.');
  }
  const what = asked.length > 0 ? ` (${request.method} with ${asked.join(', ')})` : ` (${request.method} on a ${on})`;
  throw new S3Error(
    'NotImplemented',
    `Local Glue has no such S3 operation${what}. It stores objects without versions, tags, policies or access lists.`,
  );
}
