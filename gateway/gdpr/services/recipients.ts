/** Recipients of personal data (Art. 19, R36), as services declare them and as the API shows them. */
import { unreadable } from '../../../subgraphs/kit/base/security/encrypted-column';
import type { PiiServiceInfo } from '../../federation/supergraph/discovery';

/** What the services of the supergraph declare. */
export interface Declarations {
  get(name: string): Pick<PiiServiceInfo, 'processing'> | undefined;
}

/** A recipient, and the service that declares it. */
export interface Recipient {
  service: string;
  recipient: string;
}

/** A recipient, and whether somebody said that it was told. */
export interface ToldRecipient extends Recipient {
  informedAt: Date | null;
  informedBy: string | null;
}

/** A recipient as the API shows it. */
export const recipientView = ({ service, recipient, informedAt, informedBy }: ToldRecipient): ToldRecipient => ({
  service,
  recipient,
  informedAt,
  informedBy: informedAt ? (informedBy ?? unreadable) : null,
});

/** The recipients that a service declares, in English where it declares them so, else in its first language. */
export function declaredBy(services: Declarations, name: string): Recipient[] {
  const stated = services.get(name)?.processing ?? [];
  const language = stated.some((each) => each.language === 'en') ? 'en' : stated[0]?.language;
  const named = stated.flatMap((each) => (each.language === language ? each.recipients : []));
  return [...new Set(named)].map((recipient) => ({ service: name, recipient }));
}
