from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from conferencia import reloj
from conferencia.models import Alcance, CredencialApi, Usuario
from conferencia.permissions import AccesoNegado, facultades_del_sistema
from conferencia.services.credenciales import DIAS_MAXIMOS, CredencialRechazada, crear_credencial, revocar_credencial, vigente


class Command(BaseCommand):
    help = "Crea, revoca o lista credenciales de la API. El secreto se muestra una sola vez, al crear."

    def add_arguments(self, parser):
        ordenes = parser.add_subparsers(dest="que", required=True, metavar="crear|revocar|listar")
        crear = ordenes.add_parser("crear", help="crea una credencial y escribe su secreto en la salida")
        crear.add_argument("--usuario", required=True, metavar="CORREO", help="titular: la credencial actúa con sus designaciones vigentes")
        crear.add_argument("--nombre", required=True, help="para qué es: el sistema que la usará")
        crear.add_argument("--dias", type=int, default=90, metavar="N", help=f"cuántos días dura, a lo más {DIAS_MAXIMOS} (por omisión, 90)")
        crear.add_argument("--escritura", action="store_true", help="además de leer, presenta y decide con los derechos de su titular")
        revocar = ordenes.add_parser("revocar", help="la credencial deja de servir en el acto")
        revocar.add_argument("prefijo", help="los ocho caracteres que siguen a «sda_»")
        ordenes.add_parser("listar", help="todas las credenciales, sin secretos")

    def handle(self, *, que: str, **opciones):
        try:
            getattr(self, que)(**opciones)
        except (CredencialRechazada, AccesoNegado) as error:
            raise CommandError(str(error)) from error

    def crear(self, *, usuario: str, nombre: str, dias: int, escritura: bool, **_):
        titular = Usuario.objects.filter(email__iexact=usuario).first()
        if titular is None:
            raise CommandError(f"No hay ninguna cuenta con el correo {usuario}.")
        if not 1 <= dias <= DIAS_MAXIMOS:
            raise CommandError(f"--dias va de 1 a {DIAS_MAXIMOS}.")
        hoy = reloj.hoy()
        alcance = Alcance.ESCRITURA if escritura else Alcance.LECTURA
        nueva = crear_credencial(por=facultades_del_sistema(hoy), titular=titular, nombre=nombre, caduca_el=hoy + timedelta(days=dias), alcance=alcance)
        self.stderr.write(f"Caduca el {nueva.credencial.caduca_el}. Guárdala: no se vuelve a mostrar.")
        self.stdout.write(nueva.ficha)

    def revocar(self, *, prefijo: str, **_):
        credencial = CredencialApi.objects.select_related("usuario").filter(prefijo=prefijo.removeprefix("sda_")[:8]).first()
        if credencial is None:
            raise CommandError(f"No hay ninguna credencial con el prefijo {prefijo}.")
        revocar_credencial(por=facultades_del_sistema(reloj.hoy()), credencial=credencial)
        self.stdout.write(f"Revocada: {credencial}")

    def listar(self, **_):
        hoy = reloj.hoy()
        for c in CredencialApi.objects.select_related("usuario").order_by("usuario__email", "creada_en"):
            estado = "revocada" if c.revocada_en else "vigente" if vigente(c, hoy) else "caducada"
            usada = c.usada_en.astimezone(reloj.MEXICO).strftime("%Y-%m-%d %H:%M") if c.usada_en else "nunca"
            self.stdout.write(f"{c.prefijo}  {estado:<9} caduca {c.caduca_el}  usada {usada:<16}  {c.usuario.email}  {c.nombre}")
