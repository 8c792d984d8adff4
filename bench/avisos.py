"""Cuánto cuesta planear y enviar los avisos, contra su piso en la misma corrida: un objeto JSON por cifra.

Carga en la base efímera ``OBLIGACIONES`` que vencen hoy (100,000 si no se dice), repartidas entre ``PERSONAS`` (5,000), cada una con su correo.
El piso de planear es insertar en SQL esos mismos renglones, ya sabidos, en una tabla igual. El del envío es ``smtplib`` solo, empujando esos mismos
mensajes, ya armados, por una conexión al mismo sumidero, que es otro proceso. Los dos empujan por turnos, ``TANDA`` correos cada uno, para que a
ambos les toque la misma máquina; ``carga`` es la de un minuto (``uptime``): con más de dos por núcleo, las cifras dicen poco.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTP

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conferencia.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django ya está en pie
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from conferencia import reloj  # noqa: E402
from conferencia.arranque.red import LOOPBACK, puerto_libre  # noqa: E402
from conferencia.models import Obligacion  # noqa: E402
from conferencia.services.semilla import sembrar  # noqa: E402
from enlaces.models import Aviso, EstadoAviso, RenglonDeAviso  # noqa: E402
from enlaces.queries.previstos import prever  # noqa: E402
from enlaces.services.envio import decir_de_que_hablan, enviar_pendientes, mensaje_de  # noqa: E402
from enlaces.services.planeacion import planear  # noqa: E402
from enlaces.services.preparacion import preparar_los_de_hoy  # noqa: E402

OBLIGACIONES, PERSONAS = int(os.environ.get("OBLIGACIONES", "100000")), int(os.environ.get("PERSONAS", "5000"))
DIA = date(2022, 7, 12)  # martes
TANDA, TANDAS = 400, 5

_DESTINOS = """
WITH calendario AS (SELECT calendario_id AS id FROM conferencia_institucion LIMIT 1),
nuevas AS (
    INSERT INTO conferencia_institucion (id, clave, tipo, nombre, siglas, calendario_id)
    SELECT uuidv7(), 'B-' || n, 'FED', 'Institución de medición ' || n, '', calendario.id FROM generate_series(0, %(personas)s - 1) n, calendario
    RETURNING id, clave
)
INSERT INTO conferencia_contactoinstitucional (id, institucion_id, titular, cargo, correo, vigencia)
SELECT uuidv7(), id, 'Persona', 'Titular', 'persona' || substr(clave, 3) || '@medicion.mx', daterange('2020-01-01', NULL) FROM nuevas
"""
_OBLIGACIONES = """
WITH molde AS (SELECT * FROM conferencia_obligacion WHERE clave = 'ZC-2022-1/T3.1/PUE-SS'),
nuevas AS (
    INSERT INTO conferencia_obligacion (id, clave, compromiso_id, modo, institucion_id, periodo, plazo_dado_por_id, permanente, nace_el, vence_original_el,
        vence_el, estado, version, entregas_recibidas, por_confirmar, ajena, subsano_tarde, avance, prorrogas, alega_no_competencia)
    SELECT uuidv7(), 'B/' || n, m.compromiso_id, 'individual', i.id, n::text, m.plazo_dado_por_id, false, '2022-07-05', %(dia)s, %(dia)s, 'pendiente',
           1, 0, false, false, false, 0, 0, false
      FROM generate_series(1, %(obligaciones)s) n JOIN conferencia_institucion i ON i.clave = 'B-' || (n %% %(personas)s) CROSS JOIN molde m
    RETURNING id, institucion_id
)
INSERT INTO conferencia_parte (id, obligacion_id, institucion_id, orden, avance, en_turno, etapa)
    SELECT uuidv7(), id, institucion_id, 0, 0, true, 'sin_iniciar'
  FROM nuevas
"""


def preparar() -> None:
    call_command("migrate", verbosity=0)
    settings.DEMO = True
    sembrar(contrasena="contrasena-de-medicion")
    datos = {"personas": PERSONAS, "obligaciones": OBLIGACIONES, "dia": DIA}
    with connection.cursor() as cursor:
        cursor.execute(_DESTINOS, datos)
        cursor.execute(_OBLIGACIONES, datos)
        cursor.execute("VACUUM ANALYZE")


def cronometrar(que: Callable[[], object]) -> tuple[float, object]:
    inicio = time.perf_counter()
    dado = que()
    return time.perf_counter() - inicio, dado


def decir(cifra: str, **datos) -> None:
    print(json.dumps({"medicion": "avisos", "cifra": cifra, **datos, "carga": round(os.getloadavg()[0], 1)}, ensure_ascii=False), flush=True)


def insertar_lo_mismo() -> float:
    """Segundos de insertar esos renglones sin decidir nada."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE piso (LIKE enlaces_renglondeaviso INCLUDING ALL)")
        return cronometrar(lambda: cursor.execute("INSERT INTO piso SELECT * FROM enlaces_renglondeaviso"))[0]


def con_smtplib(avisos: list[Aviso]) -> float:
    """Segundos que tarda ``smtplib`` solo en entregar sus mensajes."""
    decir_de_que_hablan(avisos)
    mensajes = [(a.correo, mensaje_de(a)) for a in avisos]
    with SMTP(LOOPBACK, settings.EMAIL_PORT) as servidor:
        return cronometrar(lambda: [servidor.sendmail("a@medicion.mx", [correo], crudo) for correo, crudo in mensajes])[0]


def medir_planeacion() -> None:
    debidas = Obligacion.objects.filter(vence_el=DIA).count()
    segundos, _ = cronometrar(lambda: planear(DIA))
    renglones, avisos, base = RenglonDeAviso.objects.count(), Aviso.objects.count(), insertar_lo_mismo()
    decir("planear", obligaciones=debidas, renglones=renglones, avisos=avisos, segundos=round(segundos, 2), solo_insertar=round(base, 2))
    segundos, _ = cronometrar(lambda: planear(DIA))
    decir("planear_otra_vez", avisos_nuevos=Aviso.objects.count() - avisos, segundos=round(segundos, 2))
    segundos, previsto = cronometrar(lambda: prever(DIA))
    decir("prever", personas=len(previsto.por_correo), segundos=round(segundos, 2))


def medir_envio() -> None:
    de_redactar, hechos = cronometrar(preparar_los_de_hoy)
    decir("redactar", avisos=hechos, por_segundo=round(hechos / de_redactar))
    Aviso.objects.filter(estado=EstadoAviso.PLANEADO).update(sale_desde=reloj.ahora() + timedelta(days=1))
    en_cola = list(Aviso.objects.filter(estado=EstadoAviso.PLANEADO).order_by("pk")[: TANDA * TANDAS])
    suyos = base = enviados = 0.0
    for n in range(0, len(en_cola), TANDA):
        tanda = en_cola[n : n + TANDA]
        Aviso.objects.filter(pk__in=[a.pk for a in tanda]).update(sale_desde=None)
        base += con_smtplib(tanda) / 2
        segundos, saldo = cronometrar(enviar_pendientes)
        base += con_smtplib(tanda) / 2
        suyos, enviados = suyos + segundos, enviados + saldo.enviados
    de_punta_a_punta = suyos + de_redactar / hechos * enviados
    decir(
        "enviar",
        enviados=int(enviados),
        por_segundo=round(enviados / suyos),
        smtplib_solo=round(enviados / base),
        razon=round(base / suyos, 2),
        razon_redactando_en_ese_momento=round(base / de_punta_a_punta, 2),
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as carpeta, reloj.fijo(DIA):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.CORREO_DEMO_DIR = LOOPBACK, puerto_libre(), carpeta
        orden = [sys.executable, "-m", "conferencia.arranque.buzon_demo", "--puerto", str(settings.EMAIL_PORT), "--carpeta", carpeta]
        sumidero = subprocess.Popen(orden, stdout=subprocess.DEVNULL)
        try:
            preparar()
            medir_planeacion()
            medir_envio()
        finally:
            sumidero.terminate()
            sumidero.wait(timeout=10)


if __name__ == "__main__":
    main()
