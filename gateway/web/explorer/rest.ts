/** Shows the gateway's OpenAPI document with Swagger UI. Nothing is loaded from another host. */
import SwaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';

SwaggerUi({ url: '/api/v2/openapi.json', dom_id: '#rest', validatorUrl: null, deepLinking: true });
