import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { instanceQuery } from '../../api/queries/session-queries.js';
import type { OutboxMail } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { CodeBlock } from '../../ui/code-block.js';
import { EmptyState } from '../../ui/empty-state.js';
import { LoadMore } from '../../ui/load-more.js';
import { Note } from '../../ui/note.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { Time } from '../../ui/time.js';
import { mailsQuery } from './operator-api.js';
import { OperatorsOnly } from './operators-only.js';
import classes from './mails-page.module.css';

/** The mails that were not sent because no SMTP is set up, to be read and passed on by hand. */
export function MailsPage() {
  return (
    <OperatorsOnly title="Mail outbox">
      <Mails />
    </OperatorsOnly>
  );
}

function Mails() {
  const mails = useInfiniteQuery(mailsQuery);
  const instance = useQuery(instanceQuery);
  return (
    <Page
      narrow
      title="Mail outbox"
      description="Mails that are not sent, newest first. That you read them stands in the log of changes."
    >
      <QueryView query={instance} height={420}>
        {({ mail }) => (
          <>
            {mail === 'outbox' && (
              <Note tone="warn" title="Nothing is sent">
                Set <span className="tp-mono">SMTP_URL</span> and <span className="tp-mono">MAIL_FROM</span>{' '}
                to have mails sent. Until then pass links on by hand; each is good once.
              </Note>
            )}
            <QueryView query={mails} height={360}>
              {({ pages }) => (
                <>
                  <MailList mails={pages.flatMap((page) => page.mails)} />
                  <LoadMore pages={mails} />
                </>
              )}
            </QueryView>
          </>
        )}
      </QueryView>
    </Page>
  );
}

function MailList({ mails }: { readonly mails: readonly OutboxMail[] }) {
  if (mails.length > 0) return mails.map((mail) => <Mail key={mail.id} mail={mail} />);
  return (
    <Card>
      <EmptyState icon="mail" title="No mail waits">
        Sign-in links, invitations and notices stand here while no SMTP is set up, and until a server takes
        them.
      </EmptyState>
    </Card>
  );
}

const stateWords = { waiting: 'about to be sent', failing: 'not taken by the server yet' } as const;

function Mail({ mail }: { readonly mail: OutboxMail }) {
  const link = /https?:\/\/\S+/.exec(mail.text ?? '')?.[0];
  return (
    <Card
      title={mail.subject}
      description={
        <>
          To {mail.to} · <Time at={mail.createdAt} />
          {mail.state !== 'kept' && ` · ${stateWords[mail.state]}`}
        </>
      }
    >
      {mail.text !== null && <p className={classes['text']}>{mail.text}</p>}
      {link !== undefined && <CodeBlock code={link} what="link in this mail" wrap />}
    </Card>
  );
}
