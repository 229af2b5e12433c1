/** The choice of the open case to which a new request belongs, the nearest deadline first. */
import { CasesDocument, type CaseRowFragment } from '../../operations.generated';
import { shortId } from '../../screens/lists/columns';
import { More } from '../../screens/lists/more';
import { usePages } from '../../screens/lists/use-pages';
import { useMay } from '../../session/session';
import { Choice } from '../../ui/fields';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';

const openCases = { filter: { open: true }, first: 100 };

interface CaseChoiceProps {
  value: string;
  onChoose: (id: string) => void;
}

export function CaseChoice(props: CaseChoiceProps) {
  return useMay('gdpr:case:view') ? <OpenCases {...props} /> : null;
}

function OpenCases({ value, onChoose }: CaseChoiceProps) {
  const { finding: words } = useWords();
  const { data, rows, problem, again, more } = usePages(CasesDocument, openCases, ({ gdprCases }) => gdprCases);
  const references = Map.groupBy(rows ?? [], ({ reference }) => reference);
  // References are free text: those of two cases may be the same, and the choice must not be a guess.
  const titleOf = ({ id, reference }: CaseRowFragment) => {
    if (reference === null) return shortId(id);
    return (references.get(reference)?.length ?? 0) > 1 ? `${reference} (${shortId(id)})` : reference;
  };
  const open = (rows ?? []).map((row) => [row.id, titleOf(row)]);
  if (value && !open.some(([id]) => id === value)) open.unshift([value, shortId(value)]);
  const titles = Object.fromEntries(open) as Record<string, string>;
  return (
    <div>
      <Choice label={words.case} value={value} words={titles} any={words.noCase} onChoose={onChoose} />
      <ProblemNotice problem={problem} again={again} />
      <More shown={rows?.length ?? 0} all={data?.gdprCases.totalCount} more={more} label={words.moreCases} />
    </div>
  );
}
