"""¿Llegarán nuestros correos? Lo que el DNS, el servidor de salida y el buzón contestan, cada cosa por separado y con su remedio."""

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from email.utils import formataddr, parseaddr
from urllib.parse import unquote, urlsplit

import dns.exception
import dns.resolver
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from conferencia import reloj
from enlaces.domain.autenticacion import Estado, Resultado, juzgar_dkim, juzgar_dmarc, juzgar_spf

ESPERA = 5.0  # segundos por consulta


def diagnosticar(*, selector: str = "", enviar_a: str = "", servidores_dns: list[str] | None = None, puerto_dns: int = 53) -> Iterator[Resultado]:
    """Comprueba en orden y va dando cada resultado; que una falle no detiene a las demás."""
    dominio = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    yield _remitente(dominio)
    yield from _dns(dominio, selector, _resolutor(servidores_dns, puerto_dns))
    yield _smtp()
    yield _imap(getattr(settings, "IMAP_URL", ""))
    if enviar_a:
        yield _envio(enviar_a)


def _remitente(dominio: str) -> Resultado:
    if "." not in dominio or dominio.endswith((".local", ".localhost", ".localdomain")):
        return Resultado(
            "Remitente", Estado.FALTA, f"«{settings.DEFAULT_FROM_EMAIL}» no es de un dominio público.", "Define CORREO_REMITENTE con el dominio institucional."
        )
    return Resultado("Remitente", Estado.BIEN, settings.DEFAULT_FROM_EMAIL)


def _resolutor(servidores: list[str] | None, puerto: int) -> dns.resolver.Resolver | None:
    try:
        resolutor = dns.resolver.Resolver(configure=servidores is None)
    except dns.resolver.NoResolverConfiguration:
        return None
    if servidores:
        resolutor.nameservers, resolutor.port = servidores, puerto
    resolutor.lifetime = ESPERA
    return resolutor


def _dns(dominio: str, selector: str, resolutor: dns.resolver.Resolver | None) -> Iterator[Resultado]:
    def pregunta(prueba: str, nombre: str, tipo: str, juzga: Callable[[list[str]], Resultado]) -> Resultado:
        try:
            return juzga(_respuestas(resolutor, nombre, tipo))
        except (dns.exception.DNSException, OSError) as error:
            return Resultado(
                prueba, Estado.SIN_RESPUESTA, f"No se pudo preguntar por {nombre}: {type(error).__name__}.", "Corre esta orden donde haya salida a DNS."
            )

    yield pregunta("MX", dominio, "MX", _juzgar_mx)
    yield pregunta("SPF", dominio, "TXT", juzgar_spf)
    yield pregunta("DMARC", f"_dmarc.{dominio}", "TXT", juzgar_dmarc)
    if selector:
        yield pregunta("DKIM", f"{selector}._domainkey.{dominio}", "TXT", lambda textos: juzgar_dkim(selector, textos))
    else:
        yield juzgar_dkim("", [])


def _respuestas(resolutor: dns.resolver.Resolver | None, nombre: str, tipo: str) -> list[str]:
    """Los registros como texto; los pedazos de un TXT van juntos. Ninguno si el nombre no existe."""
    if resolutor is None:
        raise OSError("sin servidores de DNS configurados")
    try:
        respuesta = resolutor.resolve(nombre, tipo)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    return [b"".join(r.strings).decode(errors="replace") if tipo == "TXT" else r.to_text() for r in respuesta]


def _juzgar_mx(registros: list[str]) -> Resultado:
    if not registros or registros == ["0 ."]:
        return Resultado("MX", Estado.FALTA, "El dominio del remitente no recibe correo: nadie podrá contestar ni llegarán los rebotes.", "Publica un MX.")
    return Resultado("MX", Estado.BIEN, ", ".join(sorted(registros)))


def _smtp() -> Resultado:
    """Conecta, cifra y se identifica con lo mismo que usarán los avisos, sin enviar nada."""
    donde = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    conexion = EmailBackend(timeout=ESPERA)
    try:
        conexion.open()
    except smtplib.SMTPAuthenticationError as error:
        return Resultado("SMTP", Estado.FALTA, f"{donde} no aceptó la cuenta ({error.smtp_code}).", "Revisa usuario y contraseña en EMAIL_URL.")
    except ssl.SSLError as error:
        return Resultado(
            "SMTP", Estado.FALTA, f"{donde}: falló el cifrado ({error.reason}).", "Usa smtp+tls:// (587) o smtp+ssl:// (465), con certificado válido."
        )
    except (smtplib.SMTPException, OSError) as error:
        return Resultado("SMTP", Estado.SIN_RESPUESTA, f"{donde} no contestó: {error}.", "Revisa EMAIL_URL y que el cortafuegos deje salir.")
    finally:
        conexion.close()
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL) and settings.EMAIL_HOST not in ("127.0.0.1", "localhost", "::1"):
        return Resultado("SMTP", Estado.REVISAR, f"{donde} contesta, pero sin cifrar.", "Usa smtp+tls:// en EMAIL_URL.")
    return Resultado("SMTP", Estado.BIEN, f"{donde} contesta y acepta la cuenta." if settings.EMAIL_HOST_USER else f"{donde} contesta.")


def _imap(direccion: str) -> Resultado:
    if not direccion:
        return Resultado("IMAP", Estado.OMITIDA, "No hay buzón configurado.", "Define IMAP_URL, o sube los .eml desde la bandeja de correo.")
    url = urlsplit(direccion)
    cifrado = url.scheme == "imaps"
    try:
        clase = imaplib.IMAP4_SSL if cifrado else imaplib.IMAP4
        with clase(url.hostname or "", url.port or (993 if cifrado else 143), timeout=ESPERA) as buzon:
            buzon.login(unquote(url.username or ""), unquote(url.password or ""))
            carpeta = unquote(url.path.strip("/")) or "INBOX"
            estado, cuantos = buzon.select(f'"{carpeta}"', readonly=True)
    except imaplib.IMAP4.error as error:
        return Resultado("IMAP", Estado.FALTA, f"{url.hostname} no aceptó la cuenta: {error}.", "Revisa usuario y contraseña en IMAP_URL.")
    except OSError as error:
        return Resultado("IMAP", Estado.SIN_RESPUESTA, f"{url.hostname} no contestó: {error}.", "Revisa IMAP_URL y que el cortafuegos deje salir.")
    if estado != "OK":
        return Resultado("IMAP", Estado.FALTA, f"No existe la carpeta «{carpeta}».", "Corrige la ruta de IMAP_URL.")
    return Resultado("IMAP", Estado.BIEN, f"{url.hostname}/{carpeta}: {int(cuantos[0] or 0)} mensajes.")


def _envio(a: str) -> Resultado:
    cuerpo = (
        "Este correo comprueba que los avisos del seguimiento de acuerdos llegan.\n\n"
        "Si lo lees en la bandeja de entrada, llegan bien. Si cayó en no deseados, corre «correo_diagnostico» y sigue sus remedios.\n\n"
        f"Enviado el {reloj.ahora().astimezone(reloj.MEXICO):%d/%m/%Y a las %H:%M} desde {socket.gethostname()}.\n"
    )
    mensaje = EmailMessage("Prueba de correo del seguimiento de acuerdos", cuerpo, to=[formataddr(("", a))], headers={"Auto-Submitted": "auto-generated"})
    try:
        mensaje.connection = get_connection(timeout=ESPERA)
        mensaje.send()
    except (smtplib.SMTPException, OSError) as error:
        return Resultado("Envío", Estado.FALTA, f"El servidor no aceptó el correo para {a}: {error}.", "Corrige primero lo que falle arriba.")
    return Resultado("Envío", Estado.BIEN, f"El servidor aceptó un correo para {a}.", "Míralo: que llegue a la entrada y no a no deseados.")
