/** Maps addresses to screens, and to the scopes that the screens require. */
import type { ReactNode } from 'react';
import { FindScreen } from './find/find-screen';
import { ApprovalsScreen } from './screens/requests/approvals';
import { CaseScreen } from './screens/cases/case';
import { CasesScreen } from './screens/cases/cases';
import { CertificatesScreen } from './screens/records/certificates';
import { DeskScreen } from './screens/desk/desk';
import { HoldsScreen } from './screens/holds-and-restrictions/holds';
import { LogScreen } from './screens/records/log';
import { RegisterScreen } from './screens/records/register';
import { ReportScreen } from './screens/records/report';
import { RequestScreen } from './screens/requests/request';
import { RequestsScreen } from './screens/requests/requests';
import { RestrictionsScreen } from './screens/holds-and-restrictions/restrictions';
import { ServicesScreen } from './screens/records/services';
import { WebhooksScreen } from './screens/webhooks/webhooks';
import { Page } from './ui/page';
import { Needs } from './ui/problem';
import { useWords } from './words';

interface Place {
  scope?: string;
  show: () => ReactNode;
  /** The word for its title, for users who lack the scope. */
  title:
    | 'approvals'
    | 'holds'
    | 'restrictions'
    | 'webhooks'
    | 'cases'
    | 'requests'
    | 'log'
    | 'register'
    | 'services'
    | 'report'
    | 'find'
    | 'certificates'
    | 'desk';
}

const lists: Record<string, Place> = {
  '': { title: 'desk', show: () => <DeskScreen /> },
  find: { title: 'find', scope: 'gdpr:subject:view', show: () => <FindScreen /> },
  cases: { title: 'cases', scope: 'gdpr:case:view', show: () => <CasesScreen /> },
  requests: { title: 'requests', scope: 'gdpr:request:view', show: () => <RequestsScreen /> },
  approvals: { title: 'approvals', scope: 'gdpr:request:view', show: () => <ApprovalsScreen /> },
  holds: { title: 'holds', scope: 'gdpr:hold:manage', show: () => <HoldsScreen /> },
  restrictions: { title: 'restrictions', scope: 'gdpr:restriction:manage', show: () => <RestrictionsScreen /> },
  webhooks: { title: 'webhooks', scope: 'webhook:manage', show: () => <WebhooksScreen /> },
  log: { title: 'log', scope: 'audit:view', show: () => <LogScreen /> },
  register: { title: 'register', scope: 'inventory:view', show: () => <RegisterScreen /> },
  services: { title: 'services', scope: 'inventory:view', show: () => <ServicesScreen /> },
  report: { title: 'report', scope: 'gdpr:case:view', show: () => <ReportScreen /> },
  certificates: { title: 'certificates', show: () => <CertificatesScreen /> },
};
const single: Record<string, (id: string) => ReactNode> = {
  cases: (id) => <CaseScreen id={id} />,
  requests: (id) => <RequestScreen id={id} />,
};

export function Screen({ screen, id }: { screen: string; id: string | undefined }) {
  const { common } = useWords();
  const place = Object.hasOwn(lists, screen) ? lists[screen] : undefined;
  const one = id === undefined ? undefined : single[screen];
  if (!place || (id !== undefined && !one))
    return (
      <Page title={common.notFound}>
        <p>
          <a href="#/">{common.toDesk}</a>
        </p>
      </Page>
    );
  const shown = one && id !== undefined ? one(id) : place.show();
  return place.scope === undefined ? shown : <Scoped scope={place.scope} title={common[place.title]} shown={shown} />;
}

function Scoped({ scope, title, shown }: { scope: string; title: string; shown: ReactNode }) {
  const denied = (
    <Page title={title}>
      <Needs scope={scope}>{null}</Needs>
    </Page>
  );
  return (
    <Needs scope={scope} otherwise={denied}>
      {shown}
    </Needs>
  );
}
