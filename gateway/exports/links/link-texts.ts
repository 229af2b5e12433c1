/** The words of the page that a package link opens. */

export interface LinkTexts {
  title: string;
  intro: string;
  code: string;
  open: string;
  /** With `{count}`. */
  wrong: string;
  gone: string;
}

export const linkTexts: Readonly<Record<string, LinkTexts>> = {
  en: {
    title: 'Your personal data',
    intro: 'Type the code that you were given. It came to you another way than this link.',
    code: 'Code',
    open: 'Download my data',
    wrong: 'That is not the code. Tries left: {count}.',
    gone: 'This link no longer works. Ask the person who gave it to you for a new one.',
  },
  es: {
    title: 'Sus datos personales',
    intro: 'Escriba el código que le dieron. Le llegó por otra vía que este enlace.',
    code: 'Código',
    open: 'Descargar mis datos',
    wrong: 'Ese no es el código. Intentos restantes: {count}.',
    gone: 'Este enlace ya no funciona. Pida uno nuevo a quien se lo dio.',
  },
};
