import type { MLTransform } from '../../../connection/services';

/** A Glue job that runs a trained transform and writes its table with match_id, with what is known about versions. */
export function jobScript(transform: MLTransform): string {
  const table = transform.InputRecordTables?.[0];
  const python = (text: string | undefined) => JSON.stringify(text ?? '');
  return `# Finds the matches of a table with the AWS Glue ML transform ${(transform.Name ?? '').replace(/[\r\n]/g, ' ')}.
#
# Which Glue version: AWS documents FindMatches for jobs of Glue 2.0 only; others fail with "cannot import name
# 'FindMatches' from 'awsglueml.transforms'", and from Glue 5.0 on ML transforms are not supported. AWS ended Glue 2.0 on
# 2026-04-01, so try in your account whether such a job still starts. Job and transform must have the same Glue version;
# the transform's is ${transform.GlueVersion ?? 'not known'}.
#
# Job parameters: --OUTPUT_S3_PATH s3://bucket/folder/. The job's role needs what the transform's role has, and
# s3:PutObject on the output. Workers: G.2X is what AWS recommends for ML transforms.
import sys

from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from awsglueml.transforms import FindMatches
from pyspark.context import SparkContext

args = getResolvedOptions(sys.argv, ["JOB_NAME", "OUTPUT_S3_PATH"])
glue = GlueContext(SparkContext())
job = Job(glue)
job.init(args["JOB_NAME"], args)

records = glue.create_dynamic_frame.from_catalog(
    database=${python(table?.DatabaseName)},
    table_name=${python(table?.TableName)},
    transformation_ctx="records",
)
matches = FindMatches.apply(
    frame=records,
    transformId=${python(transform.TransformId)},
    computeMatchConfidenceScores=True,
    transformation_ctx="matches",
)
# One file; leave repartition out where the table is large.
glue.write_dynamic_frame.from_options(
    frame=matches.repartition(1),
    connection_type="s3",
    connection_options={"path": args["OUTPUT_S3_PATH"]},
    format="csv",
    transformation_ctx="output",
)
job.commit()
`;
}
