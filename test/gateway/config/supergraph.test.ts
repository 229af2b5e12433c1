/** The variables that say where the gateway gets its supergraph. */
import { UnsecuredJWT } from 'jose';
import { loadConfig } from '../../../gateway/config';
import { installation, problemsOf } from './support';

const { development, write } = installation();

it('reads the supergraph from a URL instead of a file, but not from both', () => {
  const url = 'https://registry.example/supergraph';
  expect(loadConfig({ ...development, SUPERGRAPH_URL: url, SUPERGRAPH_POLL_SECONDS: '5' }).supergraph).toEqual({
    url: new URL(url),
    pollEvery: 5_000,
  });
  expect(problemsOf({ ...development, SUPERGRAPH_URL: url, SUPERGRAPH_FILE: 'x' })).toEqual([
    expect.stringContaining('SUPERGRAPH_URL'),
  ]);
  expect(problemsOf({ ...development, SUPERGRAPH_URL: 'ftp://x' })).toEqual([
    expect.stringContaining('SUPERGRAPH_URL'),
  ]);
});

it('composes the supergraph of this release’s services itself, and allows no other source beside', () => {
  const services = 'directory=http://directory:4000/graphql, dialer=https://dialer.example/graphql?a=b';
  const config = loadConfig({ ...development, SUPERGRAPH_SERVICES: services, SUPERGRAPH_MANAGED_BY: 'operator' });
  expect(config.registry).toEqual({
    services: [
      { name: 'directory', url: 'http://directory:4000/graphql' },
      { name: 'dialer', url: 'https://dialer.example/graphql?a=b' },
    ],
    managedBy: 'operator',
    pollEvery: 10_000,
  });
  expect(config.supergraph).toBe(config.registry);
  expect(loadConfig({ ...development, SUPERGRAPH_FILE: 'x' }).registry).toBeUndefined();
  for (const [environment, problem] of [
    [{ SUPERGRAPH_SERVICES: services, SUPERGRAPH_FILE: 'x' }, /^SUPERGRAPH_SERVICES: cannot be set together/],
    [{ SUPERGRAPH_SERVICES: services, SUPERGRAPH_URL: 'http://x/' }, /^SUPERGRAPH_SERVICES: cannot be set together/],
    [{ SUPERGRAPH_MANAGED_BY: 'operator' }, /^SUPERGRAPH_MANAGED_BY: is for services that are registered/],
    [{ SUPERGRAPH_SERVICES: services, SUPERGRAPH_MANAGED_BY: 'a b' }, /^SUPERGRAPH_MANAGED_BY: takes the id/],
    [{ SUPERGRAPH_SERVICES: 'directory' }, /^SUPERGRAPH_SERVICES.*: takes services with their URLs/],
    [{ SUPERGRAPH_SERVICES: 'directory=ftp://x/' }, /^SUPERGRAPH_SERVICES.*: takes services with their URLs/],
    [{ SUPERGRAPH_SERVICES: 'loyalty=http://x/' }, /^SUPERGRAPH_SERVICES: loyalty is no service of this release/],
    [{ SUPERGRAPH_SERVICES: 'gdpr=http://x/' }, /^SUPERGRAPH_SERVICES: gdpr is the gateway's own/],
    [{ SUPERGRAPH_SERVICES: `${services},dialer=http://x/` }, /^SUPERGRAPH_SERVICES: dialer is there twice/],
  ] as [Record<string, string>, RegExp][])
    expect(problemsOf({ ...development, ...environment }).join('; ')).toMatch(problem);
});

it('reads the supergraph of a registry with its key, and reports what is missing', () => {
  const keyFile = write('registry', 'secret-key\n');
  const placeOf = (environment: Record<string, string>) => loadConfig({ ...development, ...environment }).supergraph;
  const url = 'https://cdn.example/artifacts/v1/target/supergraph';
  expect(placeOf({ SUPERGRAPH_URL: url, SUPERGRAPH_KEY_FILE: keyFile })).toEqual({
    url: new URL(url),
    pollEvery: 10_000,
    secret: { 'x-hive-cdn-key': 'secret-key' },
  });
  expect(placeOf({ SUPERGRAPH_GRAPH_REF: 'graph@prod', SUPERGRAPH_KEY_FILE: keyFile })).toMatchObject({
    uplink: { graphRef: 'graph@prod', apiKey: 'secret-key', endpoints: [{ host: 'uplink.api.apollographql.com' }, {}] },
  });
  const graph = new UnsecuredJWT({ organization_id: 'o', federated_graph_id: 'g' }).encode();
  expect(placeOf({ SUPERGRAPH_FORM: 'cosmo', SUPERGRAPH_KEY_FILE: write('cosmo', graph) })).toMatchObject({
    cosmo: { method: 'POST', url: { host: 'cosmo-cdn.wundergraph.com', pathname: '/o/g/routerconfigs/latest.json' } },
  });
  expect(placeOf({ SUPERGRAPH_FORM: 'cosmo', SUPERGRAPH_URL: 'https://x.example/router.json' })).toMatchObject({
    cosmo: { method: 'GET', url: { host: 'x.example' } },
  });
  for (const [environment, problem] of [
    [{ SUPERGRAPH_FORM: 'apollo' }, 'SUPERGRAPH_FORM: takes supergraph or cosmo'],
    [
      { SUPERGRAPH_FORM: 'cosmo', SUPERGRAPH_KEY_FILE: keyFile },
      expect.stringMatching(/^SUPERGRAPH_KEY_FILE: must hold/),
    ],
    [{ SUPERGRAPH_FORM: 'cosmo', SUPERGRAPH_FILE: 'x' }, expect.stringMatching(/^SUPERGRAPH_FORM: cannot be cosmo/)],
    [{ SUPERGRAPH_GRAPH_REF: 'graph@prod' }, 'SUPERGRAPH_KEY_FILE: is required with SUPERGRAPH_GRAPH_REF'],
    [{ SUPERGRAPH_KEY_FILE: keyFile }, 'SUPERGRAPH_URL: or SUPERGRAPH_GRAPH_REF is required with SUPERGRAPH_KEY_FILE'],
    [{ SUPERGRAPH_GRAPH_REF: 'graph', SUPERGRAPH_KEY_FILE: keyFile }, expect.stringMatching(/^SUPERGRAPH_GRAPH_REF/)],
    [{ SUPERGRAPH_KEY_HEADER: 'a b' }, expect.stringMatching(/^SUPERGRAPH_KEY_HEADER/)],
  ] as [Record<string, string>, string][])
    expect(problemsOf({ ...development, ...environment })).toEqual([problem]);
  expect(loadConfig({ ...development, RUN_WORKERS: 'false' }).runWorkers).toBe(false);
  expect(loadConfig(development).runWorkers).toBe(true);
});
