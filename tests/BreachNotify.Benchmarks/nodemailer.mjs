// Sends messages as nodemailer does it: node nodemailer.mjs PORT COUNT CONNECTIONS
import { createTransport } from "nodemailer";

const [port, count, connections] = process.argv.slice(2).map(Number);
const paragraph = "Somebody outside the company copied a file with names, addresses and e-mail addresses of customers. ".repeat(14);
const transport = createTransport({ pool: true, maxConnections: connections, maxMessages: Infinity, host: "127.0.0.1", port, ignoreTLS: true });

let next = 0;
async function lane() {
  while (next < count) {
    const i = next++;
    await transport.sendMail({
      from: "notices@controller.example",
      to: { name: `Person Number ${i}`, address: `person${i}@mail.example` },
      subject: "Notice of a personal data breach",
      text: `Dear Person Number ${i},\n\n${paragraph}\n\nYour reference: C-${i}\n`,
      html: `<p>Dear Person Number ${i},</p><p>${paragraph}</p><p>Your reference: C-${i}</p>`,
    });
  }
}
await Promise.all(Array.from({ length: connections * 2 }, lane));
transport.close();
