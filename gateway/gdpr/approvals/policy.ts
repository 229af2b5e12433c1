/** Which requests wait for another person's approval before they begin (R30): by default, and for single organisations. */
import { z } from 'zod';
import { organizationIdPattern } from '../../../subgraphs/kit/base/security/token-claims';
import { initialStatus, requestTypes, type FirstStatus, type RequestType } from '../lifecycle';
import type { ValidatedRequest } from '../requests/input';
import type { RequestPlan } from '../requests/resolve';

/** When a request of an organisation waits. */
export interface ApprovalPolicy {
  /** The types of requests that wait; none waits when it is empty. */
  types: readonly RequestType[];
  /** Only a request that touches more subjects than this waits. When null, every request of those types does. */
  aboveSubjects: number | null;
  /** Whether the identity of the case's person must be confirmed before a request is approved. */
  identityRequired: boolean;
}

/** Types of requests, each once and in their own order. */
export const approvalTypes = z
  .array(z.enum(requestTypes))
  .transform((given) => requestTypes.filter((type) => given.includes(type)));

/** A number of subjects, all members of a family counted. */
export const subjectCount = z.number().int().min(0).max(1_000_000);

const organizationPolicy = z.strictObject({
  types: approvalTypes.optional(),
  aboveSubjects: subjectCount.nullable().optional(),
  identityRequired: z.boolean().optional(),
});

/** The file: the policies of organisations that differ from the default. */
export const approvalPolicySchema = z.strictObject({
  organizations: z.record(z.string().regex(organizationIdPattern), organizationPolicy),
});

/** The policies of all organisations. */
export class ApprovalPolicies {
  constructor(
    private readonly byDefault: ApprovalPolicy,
    private readonly organizations: z.output<typeof approvalPolicySchema>['organizations'] = {},
  ) {}

  /** An organisation's policy: its own values, and the default where the file has none. */
  of(organizationId: string): ApprovalPolicy {
    const { types, aboveSubjects, identityRequired } = this.organizations[organizationId] ?? {};
    return {
      types: types ?? this.byDefault.types,
      aboveSubjects: aboveSubjects === undefined ? this.byDefault.aboveSubjects : aboveSubjects,
      identityRequired: identityRequired ?? this.byDefault.identityRequired,
    };
  }
}

/** Whether requests of a type wait, or may wait, whatever the number of subjects. */
export const mayWait = ({ types }: ApprovalPolicy, type: RequestType): boolean => types.includes(type);

/** The first status of a request by a policy, once it is known whom it touches. */
export function firstStatus(
  policy: ApprovalPolicy,
  { type, term }: Pick<ValidatedRequest, 'type' | 'term'>,
  { members, subjects, unavailable }: RequestPlan,
): FirstStatus {
  if (!mayWait(policy, type)) return initialStatus;
  const touched = term.kind === 'id' ? members.length : subjects.length;
  // A service that could not be asked may know further subjects.
  const above = policy.aboveSubjects === null || touched > policy.aboveSubjects || unavailable.length > 0;
  return above ? 'AWAITING_APPROVAL' : initialStatus;
}
