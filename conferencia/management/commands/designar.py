from datetime import date

from django.core.management.base import BaseCommand, CommandError

from conferencia import reloj
from conferencia.models import EntidadFederativa, Institucion, Rol
from conferencia.permissions import facultades_del_sistema
from conferencia.services.designaciones import DesignacionRechazada, designar


class Command(BaseCommand):
    help = "Designa a una persona: le da un encargo con vigencia y, si no tiene cuenta, la crea (entra con «¿Olvidaste tu contraseña?»)."

    def add_arguments(self, parser):
        parser.add_argument("correo")
        parser.add_argument("nombre")
        parser.add_argument("--rol", choices=Rol.values, required=True)
        parser.add_argument("--institucion", help="clave: ST-CNSSP, PUE-SS, DGGSCDT…")
        parser.add_argument("--entidad", help="abreviatura, solo para coordinación estatal: PUE")
        parser.add_argument("--desde", type=date.fromisoformat, help="AAAA-MM-DD; por omisión, hoy")
        parser.add_argument("--hasta", type=date.fromisoformat, help="AAAA-MM-DD, primer día en que ya no rige; por omisión, sin término")

    def handle(self, *, correo: str, nombre: str, rol: str, **opciones):
        try:
            designacion = designar(
                por=facultades_del_sistema(reloj.hoy()),
                email=correo,
                nombre=nombre,
                rol=Rol(rol),
                institucion=Institucion.objects.get(clave=opciones["institucion"]) if opciones["institucion"] else None,
                entidad=EntidadFederativa.objects.get(abreviatura=opciones["entidad"]) if opciones["entidad"] else None,
                desde=opciones["desde"],
                hasta=opciones["hasta"],
            )
        except (Institucion.DoesNotExist, EntidadFederativa.DoesNotExist) as error:
            raise CommandError("No existe esa institución o entidad en los catálogos.", returncode=2) from error
        except DesignacionRechazada as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"Designación registrada: {designacion}.")
