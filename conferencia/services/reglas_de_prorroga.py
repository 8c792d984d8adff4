"""Quién concede una prórroga, con qué fundamento, cuántas y de cuántos días: datos de cada reunión."""

from collections.abc import Mapping

from django.db import transaction

from conferencia.models import ClasePlazo, LimiteDeProrroga, Reunion
from conferencia.permissions import Facultades, exigir, puede_disponer_plazos
from conferencia.services.hechos import Asiento, asentar
from conferencia.services.solicitudes import Limite, SolicitudRechazada

# Lo permanente y lo que no tiene plazo no se prorroga.
CON_VENCIMIENTO = (ClasePlazo.FECHA, ClasePlazo.PERIODO, ClasePlazo.TERMINO, ClasePlazo.PERIODICO, ClasePlazo.CONDICIONADO, ClasePlazo.INMEDIATO)


def limites_de(reunion: Reunion) -> dict[str, Limite]:
    """El límite de cada clase de plazo que vence; la que no tiene renglón, con el de omisión."""
    puestos = {f.plazo_clase: Limite(f.cuantas, f.dias) for f in LimiteDeProrroga.objects.filter(reunion=reunion)}
    return {clase.value: puestos.get(clase.value, Limite()) for clase in CON_VENCIMIENTO}


@transaction.atomic
def fijar_reglas(*, por: Facultades, reunion: Reunion, concede: str, fundamento: str, limites: Mapping[str, Limite]) -> bool:
    """Fija las reglas de la reunión y da si algo cambió. Valen para lo que se pida y resuelva desde ahora; lo ya concedido no se mueve."""
    exigir(puede_disponer_plazos(por))
    reunion = Reunion.objects.select_for_update(of=("self",)).get(pk=reunion.pk)
    if any(limite.cuantas and not limite.dias for limite in limites.values()):
        raise SolicitudRechazada("Una prórroga dura al menos un día.")
    antes = _dichas(reunion.prorroga_concede, reunion.prorroga_fundamento, limites_de(reunion))
    despues = _dichas(concede.strip(), fundamento.strip(), limites_de(reunion) | dict(limites))
    if antes == despues:
        return False
    reunion.prorroga_concede, reunion.prorroga_fundamento = concede.strip(), fundamento.strip()
    reunion.save(update_fields=["prorroga_concede", "prorroga_fundamento"])
    for clase, limite in limites.items():
        LimiteDeProrroga.objects.update_or_create(reunion=reunion, plazo_clase=clase, defaults={"cuantas": limite.cuantas, "dias": limite.dias})
    asentar([Asiento(clase="reunion.reglas_de_prorroga", objeto=reunion, reunion_id=reunion.pk, datos={"reglas": despues, "eran": antes})], actor=por.usuario)
    return True


def _dichas(concede: str, fundamento: str, limites: Mapping[str, Limite]) -> dict[str, object]:
    return {"concede": concede, "fundamento": fundamento, "limites": {clase: [limite.cuantas, limite.dias] for clase, limite in sorted(limites.items())}}
