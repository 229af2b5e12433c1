// Lints the OpenAPI document on stdin by the strict rules of Redocly, and prints its problems as JSON. It is a process of its own, because
// the linter is an ES module, which the tests cannot load.
import { BaseResolver, createConfig, lintDocument, makeDocumentFromString } from '@redocly/openapi-core';
import { text } from 'node:stream/consumers';

const config = await createConfig({ extends: ['recommended-strict'] });
const document = makeDocumentFromString(await text(process.stdin), 'openapi.json');
const problems = await lintDocument({ document, config, externalRefResolver: new BaseResolver() });
console.log(
  JSON.stringify(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer ?? ''])),
);
