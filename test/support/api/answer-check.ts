/** Checks answers of the REST API against its own OpenAPI document. */
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** The parts of an answer that are checked. */
export interface CheckedAnswer {
  status: number;
  body: unknown;
}

type Schema = Record<string, unknown>;
interface Operation {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** Forbids fields that an object's schema does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in inner && inner.type === 'object' ? { additionalProperties: false, ...inner } : inner;
}

/** Checks answers against the document. */
export class AnswerCheck {
  /** The number of answers that were checked, by operation and status. */
  readonly seen = new Map<string, number>();

  private constructor(
    private readonly document: Document,
    private readonly ajv: Ajv,
  ) {}

  static async of(url: string): Promise<AnswerCheck> {
    const document = (await (await fetch(new URL('/api/v2/openapi.json', url))).json()) as Document;
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addSchema({ $id: 'document', ...(closed({ components: document.components }) as Schema) });
    return new AnswerCheck(document, ajv);
  }

  /** @throws when an operation's answer differs from the document */
  check(operationId: string, { status, body }: CheckedAnswer): void {
    const operations = Object.values(this.document.paths).flatMap((path) => Object.values(path));
    const operation = operations.find((each) => each.operationId === operationId);
    const response = operation?.responses[String(status)];
    if (!response) throw new Error(`The document has no ${status} for ${operationId}: ${JSON.stringify(body)}`);
    const name = `${operationId} ${status}`;
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1);
    const reference = response.content?.['application/json']?.schema.$ref as string | undefined;
    if (!reference) return;
    const validate = this.ajv.getSchema(`document${reference}`);
    if (!validate) throw new Error(`The document has no ${reference}.`);
    if (!validate(body))
      throw new Error(
        `${name} is not as the document says: ${JSON.stringify(validate.errors)} ${JSON.stringify(body)}`,
      );
  }
}
