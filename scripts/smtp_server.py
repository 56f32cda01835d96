# A mail server for tests: aiosmtpd on loopback. It says its port first, and then each mail that it has
# taken, as a line of JSON; how it takes mails is said on the command line:
#
#   take            every mail
#   refuse          nobody's mail box is known here (550)
#   busy            please come again later (451)
#   slow SECONDS    every mail, which it says at once, and answers after a while
import asyncio
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP


def line(value):
    print(json.dumps(value), flush=True)


class Handler:
    def __init__(self, mode, seconds):
        self.mode, self.seconds = mode, seconds

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode == "refuse":
            return "550 5.1.1 no such mail box"
        if self.mode == "busy":
            return "451 4.7.1 please come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text = mail.get_body(preferencelist=("plain",))
        calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        line({
            "id": mail["Message-ID"],
            "from": mail["From"],
            "to": mail["To"],
            "subject": mail["Subject"],
            "auto": mail["Auto-Submitted"],
            "text": text.get_content() if text else "",
            "calendars": [
                {"method": part.get_param("method"), "text": part.get_content()}
                for part in calendars
            ],
        })
        await asyncio.sleep(self.seconds)
        return "250 taken"


async def main():
    mode = sys.argv[1] if len(sys.argv) > 1 else "take"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 0
    handler = Handler(mode, seconds)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="localhost"), "127.0.0.1", 0
    )
    line({"port": server.sockets[0].getsockname()[1]})
    # Whoever has begun it ends it by closing its input.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
