declare module 'dns2' {
  interface Answer {
    name: string;
    type: number;
    class: number;
    ttl: number;
    address: string;
  }
  interface Message {
    questions: { name: string; type: number }[];
    answers: Answer[];
  }
  interface Server {
    listen(options: { udp: { address: string; port: number } }): Promise<{ udp: { port: number } }>;
    close(): Promise<void>;
  }
  const dns2: {
    Packet: {
      createResponseFromRequest(request: Message): Message;
      TYPE: { A: number; AAAA: number };
      CLASS: { IN: number };
    };
    createServer(options: { udp: true; handle: (request: Message, send: (response: Message) => void) => void }): Server;
  };
  export default dns2;
}
