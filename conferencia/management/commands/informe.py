from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from conferencia import reloj
from conferencia.models import Informe, Reunion
from conferencia.permissions import facultades_del_sistema
from conferencia.reports.emision import emitir
from conferencia.services.informes import TIPOS, InformeNegado, abrir_informe, folio_de


class Command(BaseCommand):
    help = (
        "Emite el informe de cumplimiento de una reunión sin pasar por la cola y lo escribe en disco. "
        "Queda registrado con su folio y su huella, como el pedido desde la página. Sale con 2 si lo pedido no se puede emitir y con 1 si falla."
    )

    def add_arguments(self, parser):
        parser.add_argument("--reunion", required=True, help="identificador o clave de la reunión (ZC-2022-1)")
        parser.add_argument("--corte", type=date.fromisoformat, help="día que se juzga (AAAA-MM-DD), hoy o anterior; por omisión, hoy")
        parser.add_argument("--sabido-al", type=_instante, help="con lo asentado hasta ese instante (ISO 8601); por omisión, ahora")
        parser.add_argument("--formato", default="", help="pdf, xlsx, csv o varios separados por comas; por omisión, el de la extensión de RUTA")
        parser.add_argument("--salida", required=True, type=Path, metavar="RUTA", help="archivo; con varios formatos (o si ya existe como carpeta), carpeta")

    def handle(self, *, reunion: str, corte: date | None, formato: str, salida: Path, sabido_al: datetime | None, **opciones):
        formatos = _formatos(formato, salida)
        objeto = _reunion(reunion)
        destinos = _destinos(salida, formatos)
        por = facultades_del_sistema(reloj.hoy())
        for cada, destino in zip(formatos, destinos, strict=True):
            try:
                emitido = emitir(abrir_informe(por=por, reunion=objeto, formato=cada, corte=corte or reloj.hoy(), sabido_al=sabido_al))
            except InformeNegado as error:
                raise CommandError(str(error), returncode=2) from error
            escrito = _escribir(emitido, destino)
            self.stdout.write(f"{folio_de(emitido)}  {escrito}  SHA-256 {emitido.archivo.sha256}")


def _instante(dicho: str) -> datetime:
    """Sin zona, es hora de la Ciudad de México."""
    instante = datetime.fromisoformat(dicho)
    return instante if instante.tzinfo else instante.replace(tzinfo=reloj.MEXICO)


def _formatos(pedidos: str, salida: Path) -> list[str]:
    extension = salida.suffix.lstrip(".").lower()
    lista = [f.strip().lower() for f in pedidos.split(",") if f.strip()] or [extension if extension in TIPOS else "pdf"]
    if extranos := [f for f in lista if f not in TIPOS]:
        raise CommandError(f"Formato desconocido: {', '.join(extranos)}. Los hay en {', '.join(TIPOS)}.", returncode=2)
    return list(dict.fromkeys(lista))


def _reunion(dicho: str) -> Reunion:
    reuniones = Reunion.objects.select_related("organo")
    try:
        encontrada = reuniones.filter(clave__iexact=dicho).first() or reuniones.filter(pk=dicho).first()
    except ValidationError:  # no es una clave conocida ni tiene forma de identificador
        encontrada = None
    if encontrada is None:
        conocidas = ", ".join(Reunion.objects.order_by("clave").values_list("clave", flat=True)) or "ninguna"
        raise CommandError(f"No hay una reunión «{dicho}». Las hay: {conocidas}.", returncode=2)
    return encontrada


def _destinos(salida: Path, formatos: list[str]) -> list[Path]:
    """Dónde va cada formato; se comprueba antes de emitir, para no dejar un folio sin archivo entregado."""
    carpeta = salida if len(formatos) > 1 or salida.is_dir() else salida.parent
    try:
        carpeta.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"No se puede escribir en {carpeta}: {error.strerror}.", returncode=2) from error
    return [salida] * len(formatos)


def _escribir(informe: Informe, destino: Path) -> Path:
    """Los bytes conservados, en un archivo que aparece completo o no aparece."""
    final = destino / informe.archivo.nombre if destino.is_dir() else destino
    parcial = final.with_name(f".{final.name}.parcial")
    try:
        with informe.archivo.contenido.open("rb") as origen:
            parcial.write_bytes(origen.read())
        parcial.replace(final)
    except OSError as error:
        raise CommandError(f"El informe se emitió con folio {folio_de(informe)}, pero no se pudo escribir {final}: {error.strerror}.") from error
    return final
