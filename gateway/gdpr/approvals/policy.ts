/** Which requests wait for another person's approval before they begin (R30): for every organisation, and for one instead. */
import { z } from 'zod';
import { organizationIdPattern } from '../../../subgraphs/kit/base/security/token-claims';
import { initialStatus, requestTypes, type FirstStatus, type RequestType } from '../lifecycle';
import type { ValidatedRequest } from '../requests/input';
import type { RequestPlan } from '../requests/resolve';

/** When a request of an organisation waits. */
export interface ApprovalPolicy {
  /** The types of requests that wait; none waits when it is empty. */
  types: readonly RequestType[];
  /** Only a request that touches more subjects than this waits; each of those types when null. */
  aboveSubjects: number | null;
  /** Whether the identity of the case's person must be confirmed before a request is approved. */
  identityRequired: boolean;
}

/** Types of requests, each once and in their own order. */
export const approvalTypes = z
  .array(z.enum(requestTypes))
  .transform((given) => requestTypes.filter((type) => given.includes(type)));

/** So many subjects: a family counts with all of its members. */
export const subjectCount = z.number().int().min(0).max(1_000_000);

const organizationPolicy = z.strictObject({
  types: approvalTypes.optional(),
  aboveSubjects: subjectCount.nullable().optional(),
  identityRequired: z.boolean().optional(),
});

/** The file: what holds for one organisation instead of what holds for all. */
export const approvalPolicySchema = z.strictObject({
  organizations: z.record(z.string().regex(organizationIdPattern), organizationPolicy),
});

/** The policies of all organisations. */
export class ApprovalPolicies {
  constructor(
    private readonly byDefault: ApprovalPolicy,
    private readonly organizations: z.output<typeof approvalPolicySchema>['organizations'] = {},
  ) {}

  /** An organisation's policy: its own, and what holds for every organisation where the file says nothing of it. */
  of(organizationId: string): ApprovalPolicy {
    const { types, aboveSubjects, identityRequired } = this.organizations[organizationId] ?? {};
    return {
      types: types ?? this.byDefault.types,
      aboveSubjects: aboveSubjects === undefined ? this.byDefault.aboveSubjects : aboveSubjects,
      identityRequired: identityRequired ?? this.byDefault.identityRequired,
    };
  }
}

/** Whether a request of a type waits, or may wait: how many subjects it touches is not looked at. */
export const mayWait = ({ types }: ApprovalPolicy, type: RequestType): boolean => types.includes(type);

/** How a request begins by a policy, once it is known whom it touches. */
export function firstStatus(
  policy: ApprovalPolicy,
  { type, term }: Pick<ValidatedRequest, 'type' | 'term'>,
  { members, subjects, unavailable }: RequestPlan,
): FirstStatus {
  if (!mayWait(policy, type)) return initialStatus;
  const touched = term.kind === 'id' ? members.length : subjects.length;
  // A service that could not be asked may know further ones.
  const above = policy.aboveSubjects === null || touched > policy.aboveSubjects || unavailable.length > 0;
  return above ? 'AWAITING_APPROVAL' : initialStatus;
}
