/** Made by the build from `examples/operations`. */
declare module 'habeas:saved-operations' {
  export interface SavedOperation {
    /** What it is called here. */
    title: string;
    /** What it is for: the comment that the file begins with. */
    purpose: string;
    text: string;
    /** Variables to begin with, as JSON. */
    variables: string;
  }
  const groups: { group: string; operations: SavedOperation[] }[];
  export default groups;
}

/** Style sheets are bundled, and export nothing. */
declare module '*.css';

/** What of Swagger UI is used here; its package has no types. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  export default function SwaggerUi(options: {
    /** Where the OpenAPI document is. */
    url: string;
    /** The element that the page goes into, as a selector. */
    dom_id: string;
    /** Null: the document is sent to no validator. */
    validatorUrl: null;
    /** Whether an operation has an address of its own. */
    deepLinking: boolean;
  }): void;
}
