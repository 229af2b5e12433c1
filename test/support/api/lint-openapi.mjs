// Lints the OpenAPI document that comes in, by the strict rules of Redocly; prints its problems as JSON. A process of its own: the linter
// is a module of the kind that the tests do not load.
import { BaseResolver, createConfig, lintDocument, makeDocumentFromString } from '@redocly/openapi-core';
import { text } from 'node:stream/consumers';

const config = await createConfig({ extends: ['recommended-strict'] });
const document = makeDocumentFromString(await text(process.stdin), 'openapi.json');
const problems = await lintDocument({ document, config, externalRefResolver: new BaseResolver() });
console.log(
  JSON.stringify(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer ?? ''])),
);
