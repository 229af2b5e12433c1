/** The build makes this module from `examples/operations`. */
declare module 'habeas:saved-operations' {
  export interface SavedOperation {
    /** The title in the list. */
    title: string;
    /** What it is for: the comment at the beginning of the file. */
    purpose: string;
    text: string;
    /** The initial variables, as JSON. */
    variables: string;
  }
  const groups: { group: string; operations: SavedOperation[] }[];
  export default groups;
}

/** Style sheets are bundled and export nothing. */
declare module '*.css';

/** The part of Swagger UI that is used here; its package has no types. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  export default function SwaggerUi(options: {
    /** The address of the OpenAPI document. */
    url: string;
    /** A selector of the element that contains the page. */
    dom_id: string;
    /** Null, so that the document is not sent to a validator. */
    validatorUrl: null;
    /** Whether each operation has its own address. */
    deepLinking: boolean;
  }): void;
}
