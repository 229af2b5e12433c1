/**
 * One operation in place of several equal ones: the planned document, several times over, each copy with response keys and
 * variables of its own. It is plain GraphQL, so every service understands it.
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

/** What one call asks with, or what it was answered. */
export interface Answer {
  data: Data | null;
  errors?: unknown[];
}

const prefix = (copy: number) => `c${copy}_`;

/** A planned query that can be asked for several calls at once. */
export class MergeableDocument {
  /** Where the answers stand; a conditional one may be left out. */
  private readonly keys: { key: string; conditional: boolean }[];
  private readonly texts = new Map<number, string>();

  private constructor(
    private readonly operation: OperationDefinitionNode,
    private readonly fields: readonly FieldNode[],
  ) {
    this.keys = fields.map((field) => ({ key: responseKey(field), conditional: (field.directives ?? []).length > 0 }));
  }

  /** @returns null when the document is none that could be repeated within one operation */
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

  /** The text that asks for so many calls. Made once for each number: the service, too, parses it once. */
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

  /** The variables of all calls, under the names that they have in the text. */
  variables(calls: readonly Data[]): Data {
    const all: Data = {};
    calls.forEach((variables, copy) => {
      for (const name in variables) all[prefix(copy) + name] = variables[name];
    });
    return all;
  }

  /**
   * Each call's part of the answer; null when that cannot be told: when fields are missing, when the errors took everybody's
   * data, or when it cannot be said whose they are.
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
