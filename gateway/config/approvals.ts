/** Reads which requests need an approval (R30), from the variables and the file with the organisations' policies. */
import { z } from 'zod';
import { readSettings } from '../../subgraphs/kit/base/config';
import { ApprovalPolicies, approvalPolicySchema, approvalTypes, subjectCount } from '../gdpr/approvals/policy';
import { flag } from './kinds';

const takesTypes = { error: 'takes types of requests, separated by commas: DELETE,EXPORT' };

/** The variables about approvals. */
export const approvalVariables = {
  APPROVAL_TYPES: z
    .string()
    .transform((value) => value.split(',').map((type) => type.trim()))
    .refine((types) => approvalTypes.safeParse(types).success, takesTypes)
    .transform((types) => approvalTypes.parse(types))
    .optional(),
  APPROVAL_ABOVE_SUBJECTS: z.coerce.number({ error: 'takes a number of subjects' }).pipe(subjectCount).optional(),
  APPROVAL_IDENTITY_REQUIRED: flag.default(false),
  APPROVAL_POLICY_FILE: z.string().optional(),
};

type ApprovalEnvironment = z.output<z.ZodObject<typeof approvalVariables>>;

/** Reads the policies of all organisations. @throws ConfigurationError */
export function readApprovals(env: ApprovalEnvironment): ApprovalPolicies {
  const byDefault = {
    types: env.APPROVAL_TYPES ?? [],
    aboveSubjects: env.APPROVAL_ABOVE_SUBJECTS ?? null,
    identityRequired: env.APPROVAL_IDENTITY_REQUIRED,
  };
  const { APPROVAL_POLICY_FILE: file } = env;
  if (file === undefined) return new ApprovalPolicies(byDefault);
  const { organizations } = readSettings('APPROVAL_POLICY_FILE', file, approvalPolicySchema);
  return new ApprovalPolicies(byDefault, organizations);
}
