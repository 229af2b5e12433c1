// @apollo/gateway in the same shell as Habeas: Apollo Server on Fastify. SUPERGRAPH, TOKENS and PORT come from the environment.
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { tokenOf } from './tokens.mjs';

class Service extends RemoteGraphQLDataSource {
  constructor({ name, url }) {
    super({ url });
    this.service = name;
  }

  willSendRequest({ request }) {
    request.http.headers.set('authorization', `Bearer ${tokenOf(this.service)}`);
  }
}

const app = Fastify();
const server = new ApolloServer({
  gateway: new ApolloGateway({
    supergraphSdl: readFileSync(process.env.SUPERGRAPH, 'utf8'),
    buildService: (definition) => new Service(definition),
    logger: { debug() {}, info() {}, warn: console.error, error: console.error },
  }),
  plugins: [fastifyApolloDrainPlugin(app)],
});
await server.start();
await app.register(fastifyApollo(server));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
console.log('ready');
