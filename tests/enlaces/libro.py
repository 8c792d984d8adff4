"""El libro de avisos: cada correo que salió, cuándo, a quién, de qué y por qué, en un renglón que una persona puede leer y firmar."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from conferencia import reloj
from conferencia.domain.calendario import DIAS
from conferencia.services.obligaciones import extender_al_dia
from enlaces.models import Aviso, EstadoAviso, Regla, RenglonDeAviso

RUTA = Path(__file__).with_name("libro_de_avisos.csv")
REUNION = "ZC-2022-1/"
_PORQUE = re.compile(r"Recibes este correo porque (.*)\.\n")


@dataclass(frozen=True)
class Asentado:
    """Un correo. ``que``: por peldaño y plazo, las obligaciones de las que habla. ``por_que``: la razón que el propio correo da."""

    dia: str
    semana: str
    hora: str
    clase: str
    a_quien: str
    que: str
    asunto: str
    por_que: str
    suerte: str

    @property
    def salio(self) -> bool:
        return self.suerte == EstadoAviso.ENVIADO.label

    @property
    def peldanos(self) -> dict[str, str]:
        """Clave de la obligación → peldaño."""
        grupos = (grupo.split(": ", 1) for grupo in self.que.split("; ") if grupo)
        return {clave: peldano.rsplit(" del ", 1)[0] for peldano, claves in grupos for clave in claves.split(", ")}

    @property
    def plazos(self) -> dict[str, date]:
        """Clave de la obligación → el plazo del que se habló."""
        grupos = (grupo.split(": ", 1) for grupo in self.que.split("; ") if grupo)
        return {clave: date.fromisoformat(peldano.rsplit(" del ", 1)[1]) for peldano, claves in grupos for clave in claves.split(", ")}


def un_dia(dia: date) -> None:
    """Lo que hace la orden de todos los días; el primero de mes, además, nacen los periodos."""
    if dia.day == 1:
        with reloj.fijo(dia):
            extender_al_dia(dia)
    call_command("avisos", fecha=dia.isoformat(), stdout=StringIO())


def asentados() -> list[Asentado]:
    suyos: dict = defaultdict(list)
    for r in RenglonDeAviso.objects.select_related("obligacion", "institucion", "regla").order_by("obligacion__clave"):
        suyos[r.aviso_id].append(r)
    return [_asentado(a, suyos[a.pk]) for a in Aviso.objects.order_by("para_el", "regla", "correo")]


def _asentado(a: Aviso, renglones: Iterable[RenglonDeAviso]) -> Asentado:
    dicho = _PORQUE.search(a.cuerpo_texto)
    return Asentado(
        dia=a.para_el.isoformat(),
        semana=DIAS[a.para_el.weekday()],
        hora=a.enviado_en.astimezone(reloj.MEXICO).strftime("%H:%M") if a.enviado_en else "",
        clase=Regla(a.regla).label,
        a_quien=a.correo,
        que=_que(renglones),
        asunto=a.asunto,
        por_que=dicho[1] if dicho else "",
        suerte=a.get_estado_display() + (f": {a.motivo}" if a.motivo else ""),
    )


def _que(renglones: Iterable[RenglonDeAviso]) -> str:
    grupos: dict = defaultdict(list)
    for r in renglones:
        a_quien = f"{r.regla.get_papel_display()}, " if r.regla and r.regla.papel != "enlace" else ""
        grupos[r.vence_el.isoformat(), f"{a_quien}{r.motivo}"].append(r.obligacion.clave.removeprefix(REUNION))
    return "; ".join(f"{motivo} del {vence}: {', '.join(claves)}" for (vence, motivo), claves in sorted(grupos.items()))


def escribir(libro: Iterable[Asentado]) -> str:
    texto = StringIO()
    hoja = csv.writer(texto, lineterminator="\n")
    hoja.writerow(f.name for f in fields(Asentado))
    hoja.writerows(astuple(a) for a in libro)
    return texto.getvalue()


def leer() -> list[Asentado]:
    with RUTA.open(encoding="utf-8", newline="") as abierto:
        return [Asentado(**renglon) for renglon in csv.DictReader(abierto)]
