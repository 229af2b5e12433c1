// A receiver of Habeas' webhooks: it believes what is signed with its secret, and answers at once. PORT=8080 WEBHOOK_SECRET=whsec_... node receiver.mjs
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
createServer(async (request, response) => {
  try {
    const { type, data } = webhook.verify(await text(request), request.headers);
    console.log(request.headers['webhook-id'], type, data.requestId ?? data.caseId ?? '', data.status ?? '');
    response.writeHead(204).end();
  } catch {
    response.writeHead(400).end();
  }
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
