/** What a package exports: the names of each of its entries, as the TypeScript compiler reads the types. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** The names of one entry. */
export interface Surface {
  /** Functions, classes and constants. */
  values: string[];
  /** Names of types only. */
  types: string[];
}

/** Reads the entries of a package in a folder, by their names in `exports`. */
export function surfaceOf(folder: string): Record<string, Surface> {
  const { exports } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>;
  };
  const files = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'string' ? [] : [[entry, path.join(folder, target.types)] as const],
  );
  const program = ts.createProgram(
    files.map(([, file]) => file),
    { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, skipLibCheck: true, types: [] },
  );
  const checker = program.getTypeChecker();
  return Object.fromEntries(
    files.map(([entry, file]) => {
      const source = program.getSourceFile(file);
      const module = source && checker.getSymbolAtLocation(source);
      if (!module) throw new Error(`${file} is no module.`);
      const names = checker.getExportsOfModule(module).map((symbol) => {
        const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
        const typeAlone = symbol.declarations?.some(ts.isTypeOnlyExportDeclaration) ?? false;
        return { name: symbol.name, isValue: !typeAlone && (meant.flags & ts.SymbolFlags.Value) !== 0 };
      });
      const namesOf = (values: boolean) =>
        names
          .filter(({ isValue }) => isValue === values)
          .map(({ name }) => name)
          .sort();
      return [entry, { values: namesOf(true), types: namesOf(false) }];
    }),
  );
}
