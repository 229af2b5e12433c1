import type { AttacksResult } from '../waiting/attacks';
import type { AuditResult } from '../waiting/audit';
import type { FairnessResult } from '../waiting/fairness';
import { ratio, type Row } from './row';

export const attacksRows = ({ alone, during }: AttacksResult): Row[] =>
  Object.entries(during).map(([name, p99]) => [
    `another caller's p99 during ${name}, ms`,
    p99.toFixed(1),
    `alone ${alone.toFixed(1)}`,
    ratio(p99, alone),
    '≤ 2',
  ]);

export const auditRow = ({ few, many, fewMs, manyMs }: AuditResult): Row => [
  `a page of the audit log of ${many} entries, ms`,
  manyMs.toFixed(1),
  `of ${few}: ${fewMs.toFixed(1)}`,
  ratio(manyMs, fewMs),
  '≤ 1.5',
];

export const fairnessRow = ({ others, alone, beside }: FairnessResult): Row => [
  `a request beside ${others} of another organisation, ms`,
  beside.toFixed(0),
  `alone ${alone.toFixed(0)}`,
  ratio(beside, alone),
  '≤ 3',
];
