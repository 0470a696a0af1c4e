import assert from 'node:assert/strict';
import { toAwsError } from '../../../src/connection/awsConnection';
import type { Connection, GlueService } from '../../../src/connection/services';
import { FaultProxy } from '../../harness/faultProxy';
import { loadAws, TransformsBench } from './bench';

const transforms = 100;

// What the view costs on the wire: the real SDK, a proxy that counts, and Local Glue behind it.
suite('requests of the view, counted at a proxy', () => {
  let bench: TransformsBench;
  let proxy: FaultProxy;

  suiteSetup(async function () {
    this.timeout(120_000);
    bench = await TransformsBench.start((local) => throughProxy(local));
    const keys = await bench.local.endpoint();
    proxy = await FaultProxy.listen(keys.endpoint, keys);
    const glue = await bench.context.transforms.connection().glue();
    await glue.createDatabase({ DatabaseInput: { Name: 'crm' } });
    const Columns = [
      { Name: 'id', Type: 'string' },
      { Name: 'name', Type: 'string' },
    ];
    await glue.createTable({
      DatabaseName: 'crm',
      TableInput: { Name: 'people', StorageDescriptor: { Location: 's3://company-data/people/', Columns } },
    });
    for (let index = 0; index < transforms; index++) {
      await glue.createMLTransform({
        Name: `transform ${index}`,
        Role: 'local',
        InputRecordTables: [{ DatabaseName: 'crm', TableName: 'people' }],
        Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'id' } },
      });
    }
  });

  suiteTeardown(async () => {
    await bench.stop();
    await proxy.close();
  });

  /** Local Glue at the proxy's address; the proxy signs anew for the real one. */
  function throughProxy(local: Connection): Connection {
    let made: Promise<GlueService> | undefined;
    const make = async (): Promise<GlueService> => {
      const { region, accessKeyId, secretAccessKey } = await bench.local.endpoint();
      const { createServices } = await loadAws();
      return createServices({
        region,
        profile: undefined,
        credentials: { kind: 'keys', accessKeyId, secretAccessKey },
        endpoints: { glue: proxy.endpoint, s3: proxy.endpoint },
        transport: { caBundle: undefined },
        toAwsError,
      }).glue;
    };
    const glue = (): Promise<GlueService> => {
      made ??= make();
      return made;
    };
    return { id: local.id, kind: local.kind, label: local.label, region: local.region, glue, s3: () => local.s3() };
  }

  test('opening it costs 2 requests at most, expanding a transform 1, painting none', async () => {
    const before = proxy.seen.length;
    const roots = await bench.children();
    const nodes = roots.filter(({ kind }) => kind === 'transform');
    assert.equal(nodes.length, transforms);
    const opened = proxy.seen.length - before;
    assert.ok(opened >= 1 && opened <= 2, `${opened} requests to open the view`);
    await bench.children(nodes[0]);
    assert.equal(proxy.seen.length - before, opened + 1);
    for (const node of nodes) {
      await bench.item(node);
    }
    await bench.children(nodes[0]);
    assert.equal(proxy.seen.length - before, opened + 1);
  });
});
