/** Signing in and out. */
const en = {
  what: 'Answer people who ask for their data: find them, show, correct or erase what is held, and prove it.',
  signIn: 'Sign in',
  signOut: 'Sign out',
  cancel: 'Cancel',
  organization: 'Organisation',
  developmentToken: 'Use a development token',
  token: 'Token',
  useToken: 'Use this token',
  ended: 'Your session has ended.',
  endedHelp: 'What you see stays here. Sign in again to go on.',
  until: (time: string) => `until ${time}`,
  refused: 'You could not be signed in.',
  byCode: {
    POPUP_BLOCKED: 'The browser blocked the window of the sign-in. Allow pop-ups for this page.',
    SIGN_IN_ENDED: 'The sign-in was cancelled or took too long.',
  } as Record<string, string>,
};
const es: typeof en = {
  what: 'Responda a quien pide sus datos: encuentre a la persona, muestre, corrija o borre lo que se guarda, y demuéstrelo.',
  signIn: 'Iniciar sesión',
  signOut: 'Cerrar sesión',
  cancel: 'Cancelar',
  organization: 'Organización',
  developmentToken: 'Usar un token de desarrollo',
  token: 'Token',
  useToken: 'Usar este token',
  ended: 'Su sesión ha terminado.',
  endedHelp: 'Lo que ve se conserva aquí. Inicie sesión de nuevo para continuar.',
  until: (time) => `hasta ${time}`,
  refused: 'No se ha podido iniciar sesión.',
  byCode: {
    POPUP_BLOCKED:
      'El navegador ha bloqueado la ventana de inicio de sesión. Permita las ventanas emergentes de esta página.',
    SIGN_IN_ENDED: 'El inicio de sesión se canceló o tardó demasiado.',
  },
};
export const signing = { en, es };
