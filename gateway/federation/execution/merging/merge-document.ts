/**
 * Merges several equal operations into one: the document contains one copy for each call, and each copy has response keys and
 * variables of its own. The result is plain GraphQL, so every service understands it.
 */
import {
  Kind,
  OperationTypeNode,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
} from 'graphql';
import { responseKey } from '../planned-call';

type Data = Record<string, unknown>;

/** The response to one call. */
export interface Answer {
  data: Data | null;
  errors?: unknown[];
}

const prefix = (copy: number) => `c${copy}_`;

/** A planned query that can be sent for several calls at once. */
export class MergeableDocument {
  /** The response keys of its root fields. A conditional field may be missing from the response. */
  private readonly keys: { key: string; conditional: boolean }[];
  private readonly texts = new Map<number, string>();

  private constructor(
    private readonly operation: OperationDefinitionNode,
    private readonly fields: readonly FieldNode[],
  ) {
    this.keys = fields.map((field) => ({ key: responseKey(field), conditional: (field.directives ?? []).length > 0 }));
  }

  /** @returns null when the document cannot be repeated within one operation */
  static of(document: DocumentNode): MergeableDocument | null {
    const [operation, ...others] = document.definitions;
    if (
      operation?.kind !== Kind.OPERATION_DEFINITION ||
      operation.operation !== OperationTypeNode.QUERY ||
      others.length > 0
    )
      return null;
    const { selections } = operation.selectionSet;
    const fields = selections.filter((selection) => selection.kind === Kind.FIELD);
    return fields.length === selections.length && !operation.directives?.length
      ? new MergeableDocument(operation, fields)
      : null;
  }

  /** Returns the text for this number of calls. It is cached, and equal each time, so that services can cache it too. */
  text(copies: number): string {
    const known = this.texts.get(copies);
    if (known !== undefined) return known;
    const made = Array.from({ length: copies }, (_, copy) => this.copy(copy));
    const text = print({
      ...this.operation,
      name: undefined,
      variableDefinitions: made.flatMap(({ variableDefinitions = [] }) => variableDefinitions),
      selectionSet: {
        kind: Kind.SELECTION_SET,
        selections: made.flatMap(({ selectionSet }) => selectionSet.selections),
      },
    });
    this.texts.set(copies, text);
    return text;
  }

  /** Returns the variables of all calls, under their names in the text. */
  variables(calls: readonly Data[]): Data {
    const all: Data = {};
    calls.forEach((variables, copy) => {
      for (const name in variables) all[prefix(copy) + name] = variables[name];
    });
    return all;
  }

  /**
   * Splits a response into each call's part.
   * @returns null when it cannot be split: there are no data, fields are missing, or an error belongs to no single call
   */
  split({ data, errors = [] }: Answer, copies: number): Answer[] | null {
    if (!data) return null;
    const parts: (Answer & { data: Data })[] = [];
    for (let copy = 0; copy < copies; copy += 1) {
      const own: Data = {};
      for (const { key, conditional } of this.keys) {
        const value = data[prefix(copy) + key];
        if (value !== undefined) own[key] = value;
        else if (!conditional) return null;
      }
      parts.push({ data: own });
    }
    for (const error of errors) {
      const { path } = (error ?? {}) as { path?: unknown };
      const [, copy, key] = /^c(\d+)_(.*)$/.exec(Array.isArray(path) ? String(path[0]) : '') ?? [];
      const part = parts[Number(copy)];
      if (!part || key === undefined) return null;
      (part.errors ??= []).push({ ...(error as object), path: [key, ...(path as unknown[]).slice(1)] });
    }
    return parts;
  }

  private copy(copy: number): OperationDefinitionNode {
    const selections = this.fields.map((field): FieldNode => ({
      ...field,
      alias: { kind: Kind.NAME, value: prefix(copy) + responseKey(field) },
    }));
    return visit(
      { ...this.operation, selectionSet: { kind: Kind.SELECTION_SET, selections } },
      {
        Variable: (variable) => ({
          ...variable,
          name: { ...variable.name, value: prefix(copy) + variable.name.value },
        }),
      },
    );
  }
}
