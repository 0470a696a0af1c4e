"""What boto3 makes of an S3 endpoint: boto3Cases.py CASE ENDPOINT [ARGUMENT...] prints one line of JSON."""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

BUCKET = "boto3"


def client(endpoint, **settings):
    config = Config(s3={"addressing_style": "path"}, retries={"mode": "standard", "total_max_attempts": 4}, **settings)
    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", config=config)


def upload(s3, key):
    """An upload of two parts, not completed."""
    started = s3.create_multipart_upload(Bucket=BUCKET, Key=key, ServerSideEncryption="AES256")
    parts = []
    for number, body in ((1, b"1" * (5 << 20)), (2, b"the end")):
        part = s3.upload_part(Bucket=BUCKET, Key=key, UploadId=started["UploadId"], PartNumber=number, Body=body)
        parts.append({"PartNumber": number, "ETag": part["ETag"], "encryption": part.get("ServerSideEncryption")})
    return {"UploadId": started["UploadId"], "parts": parts}


def complete(s3, key, upload_id, parts):
    """Asked twice; each time boto3 may have to try again."""
    answers = []
    for _ in range(2):
        listed = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in json.loads(parts)]
        answer = s3.complete_multipart_upload(
            Bucket=BUCKET, Key=key, UploadId=upload_id, MultipartUpload={"Parts": listed}
        )
        metadata = answer.pop("ResponseMetadata")
        answers.append({"answer": answer, "retries": metadata["RetryAttempts"]})
    size = s3.head_object(Bucket=BUCKET, Key=key)["ContentLength"]
    return {"answers": answers, "size": size}


def encodings(s3, *values):
    """Each as it comes back from an object put, copied and uploaded in parts."""
    found = {}
    for value in values:
        s3.put_object(Bucket=BUCKET, Key="encoded", Body=b"x", ContentEncoding=value)
        source = {"Bucket": BUCKET, "Key": "encoded"}
        s3.copy_object(Bucket=BUCKET, Key="copied", CopySource=source)
        started = s3.create_multipart_upload(Bucket=BUCKET, Key="parts", ContentEncoding=value)
        names = {"Bucket": BUCKET, "Key": "parts", "UploadId": started["UploadId"]}
        part = s3.upload_part(PartNumber=1, Body=b"x", **names)
        listed = [{"PartNumber": 1, "ETag": part["ETag"]}]
        s3.complete_multipart_upload(MultipartUpload={"Parts": listed}, **names)
        found[value] = [s3.head_object(Bucket=BUCKET, Key=key)["ContentEncoding"] for key in ("encoded", "copied", "parts")]
    return found


def listings(s3, *keys):
    """Keys as both listings tell them in small pages, rolled up and not, encoded by boto3 itself, by us, and not at all."""
    for key in keys:
        s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode())
    found = {}
    for name in ("list_objects", "list_objects_v2"):
        for delimiter in ("", "/"):
            pages = s3.get_paginator(name).paginate(Bucket=BUCKET, Delimiter=delimiter, PaginationConfig={"PageSize": 2})
            names = []
            for page in pages:
                names += [entry["Key"] for entry in page.get("Contents", [])]
                names += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
            found[f"{name} {delimiter}"] = names
        asked = getattr(s3, name)(Bucket=BUCKET, EncodingType="url")
        found[f"{name} url"] = [urllib.parse.unquote_plus(entry["Key"]) for entry in asked["Contents"]]
    s3.meta.events.unregister("before-parameter-build.s3.ListObjectsV2", unique_id=None, handler=encoding_handler())
    urls = []
    s3.meta.events.register("before-send.s3", lambda request, **_: urls.append(request.url))
    plain = s3.list_objects_v2(Bucket=BUCKET)
    if "encoding-type" in urls[0]:
        raise SystemExit("boto3 still asks for encoding-type by itself")
    is_encoded = plain.get("EncodingType") == "url"
    read = urllib.parse.unquote_plus if is_encoded else str
    found["not asked for"] = [read(entry["Key"]) for entry in plain["Contents"]]
    return found


def encoding_handler():
    """What has boto3 ask for encoding-type=url by itself."""
    from botocore import handlers

    return handlers.set_list_objects_encoding_type_url


def keys(s3, *odd):
    """Each key put, read, copied, and in the end deleted with all others at once."""
    wrong = []
    for key in odd:
        s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode())
        s3.copy_object(Bucket=BUCKET, Key=f"{key}.copy", CopySource={"Bucket": BUCKET, "Key": key})
        for name in (key, f"{key}.copy"):
            if s3.get_object(Bucket=BUCKET, Key=name)["Body"].read() != key.encode():
                wrong.append(name)
    answer = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in odd]})
    left = [entry["Key"] for entry in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]
    return {"wrong": wrong, "errors": answer.get("Errors", []), "deleted": len(answer.get("Deleted", [])), "left": left}


def refusals(s3):
    """What boto3 reads from errors."""
    s3.put_object(Bucket=BUCKET, Key="there", Body=b"x")

    def refused(call, **arguments):
        try:
            call(Bucket=BUCKET, Key="there", **arguments)
        except ClientError as error:
            details = error.response["Error"]
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            return [status, details["Code"], details.get("Condition"), error.response["ResponseMetadata"].get("HostId")]
        return "not refused"

    return {
        "condition": refused(s3.get_object, IfMatch='"other"'),
        "class": refused(s3.put_object, StorageClass="COLD", Body=b"x"),
    }


def presigned(s3, endpoint):
    """What URLs presigned in both versions are answered with."""
    s3.put_object(Bucket=BUCKET, Key="a +%.csv", Body=b"by URL")
    found = {}
    for version in ("s3", "s3v4"):
        signer = client(endpoint, signature_version=version)
        url = signer.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a +%.csv"})
        try:
            with urllib.request.urlopen(url) as answer:
                found[version] = [answer.status, answer.read().decode()]
        except urllib.error.HTTPError as error:
            found[version] = [error.code, error.read().decode()]
    return found


def main():
    case, endpoint, *arguments = sys.argv[1:]
    s3 = client(endpoint)
    if case == "presigned":
        arguments = [endpoint]
    s3.create_bucket(Bucket=BUCKET) if case != "complete" else None
    print(json.dumps(globals()[case](s3, *arguments)))


main()
