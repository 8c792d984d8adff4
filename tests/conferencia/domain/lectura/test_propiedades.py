"""Propiedades de la gramática: ida y vuelta de números y fechas, y ningún texto la tumba ni la cuelga."""

import time
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferencia.domain.lectura import leer
from conferencia.domain.lectura.fechas import MESES, hallar_fechas
from conferencia.domain.lectura.numeros import cardinal, ordinal, romano
from conferencia.domain.lectura.plazos import hallar_plazos
from conferencia.domain.lectura.plegado import plegar

UNIDADES = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
DECENAS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
CENTENAS = ["ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"]
ORDINALES = ["primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno"]
DECENAS_ORDINALES = ["décimo", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo", "septuagésimo", "octogésimo", "nonagésimo"]
ACTO = date(2022, 7, 5)
VOCABULARIO = [
    "PRIMERO.-",
    "SEGUNDA.-",
    "ACUERDAN:",
    "TRANSITORIOS",
    "Los",
    "integrantes",
    "de",
    "la",
    "zona",
    "centro",
    "acuerdan",
    "se",
    "comprometen",
    "a",
    "deberán",
    "remitir,",
    "y",
    "el",
    "cual",
    "será",
    "designado",
    "a",
    "más",
    "tardar",
    "el",
    "31",
    "de",
    "febrero",
    "del",
    "presente",
    "año",
    "durante",
    "segundo",
    "semestre",
    "dos",
    "mil",
    "veintidós",
    "dentro",
    "de",
    "los",
    "treinta",
    "días",
    "hábiles",
    "siguientes",
    "a",
    "la",
    "firma",
    "acuerdo",
    "SEXTO",
    "en",
    "su",
    "párrafo",
    "segundo;",
    "|",
    "No.",
    "|",
    "Responsable",
    "Fecha",
    "**ACUERDO",
    "03/LII/24.**",
    "a)",
    "b)",
    "###",
    "\n",
    "\n\n",
    "\x0c",
    "Página",
    "3",
    "de",
    "9",
    "para",
    "que",
    "informe",
    "cada",
    "99",
    "meses",
    "l5",
    "2O22",
    "15/13/2022",
    "entre",
    "las",
    "y",
    "los",
    "«”",
    "(",
    "#",
    "permanente",
    "anual",
    "•",
    "A)",
    "Responsable:",
    "Fecha de cumplimiento:",
    "lo siguiente:",
    "j unio",
    "acuerd0",
    "cornprometen",
    "A C U E R D O S",
    "El SESNSP elabora",
    "a fin de que designen",
    "ambas dependencias",
    "lo que",
    "hacerlo",
    "antes del",
]


def en_palabras(n):
    if n < 30:
        return UNIDADES[n]
    if n < 100:
        return DECENAS[n // 10 - 3] + (f" y {UNIDADES[n % 10]}" if n % 10 else "")
    if n == 100:
        return "cien"
    if n < 1000:
        return CENTENAS[n // 100 - 1] + (f" {en_palabras(n % 100)}" if n % 100 else "")
    miles = "mil" if n < 2000 else f"{en_palabras(n // 1000)} mil"
    return miles + (f" {en_palabras(n % 1000)}" if n % 1000 else "")


def en_ordinal(n, *, junto):
    if n < 10:
        return ORDINALES[n - 1]
    decena = DECENAS_ORDINALES[n // 10 - 1]
    return decena + (("" if junto else " ") + ORDINALES[n % 10 - 1] if n % 10 else "")


@given(st.integers(0, 9999))
def test_un_cardinal_va_y_vuelve(n):
    assert cardinal(plegar(en_palabras(n))) == n
    assert cardinal(str(n)) == n


@given(st.integers(1, 99), st.booleans(), st.booleans())
def test_un_ordinal_va_y_vuelve_junto_o_separado_y_en_femenino(n, junto, femenino):
    forma = plegar(en_ordinal(n, junto=junto))
    assert ordinal(" ".join(p[:-1] + "a" for p in forma.split()) if femenino else forma) == n


@given(st.integers(1, 3999))
def test_un_romano_va_y_vuelve(n):
    pares = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ]
    resto, texto = n, ""
    for valor, letras in pares:
        veces, resto = divmod(resto, valor)
        texto += letras * veces
    assert romano(texto) == n


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["cifras", "palabras", "mixta", "corta", "iso"]))
def test_una_fecha_va_y_vuelve_en_cada_forma_y_es_plazo_tras_a_mas_tardar(fecha, forma):
    mes = MESES[fecha.month - 1]
    texto = {
        "cifras": f"{fecha.day} de {mes} de {fecha.year}",
        "palabras": f"{en_palabras(fecha.day)} de {mes} de {en_palabras(fecha.year)}",
        "mixta": f"{en_palabras(fecha.day)} de {mes} del año {fecha.year}",
        "corta": f"{fecha.day:02}/{fecha.month:02}/{fecha.year}",
        "iso": fecha.isoformat(),
    }[forma]
    frase = f"remitirán el padrón a más tardar el {texto}, por oficio"

    assert [f.fecha for f in hallar_fechas(frase, ACTO)] == [fecha]
    assert [(p.clase, p.vence, p.texto) for p in hallar_plazos(frase, ACTO)] == [("fecha", fecha, f"a más tardar el {texto}")]


@given(st.integers(1, 365), st.sampled_from(["firma", "fecha de la presente acta", "aprobación del presente acuerdo"]))
def test_un_termino_natural_desde_el_propio_acto_suma_dias(n, evento):
    frase = f"dentro de los {n} días naturales siguientes a la {evento}"
    plazos = hallar_plazos(frase, ACTO)

    assert [(p.clase, p.vence, p.cantidad, p.unidad) for p in plazos] == [("termino", ACTO + timedelta(days=n), n, "dias_naturales")]


@given(st.integers(1, 400))
def test_los_dias_sin_calificar_nunca_dan_fecha(n):
    (plazo,) = hallar_plazos(f"en un plazo de {n} días contados a partir de la firma", ACTO)

    assert (plazo.clase, plazo.vence, plazo.avisos) == ("termino", None, ("días sin calificar",))


def revisa(texto):
    """Ninguna cita sale de su párrafo, ningún origen sale del texto, ninguna fecha va sin frase."""
    inicio = time.perf_counter()
    lectura = leer(texto, fecha=ACTO)
    assert time.perf_counter() - inicio < 5
    for d in lectura.disposiciones:
        assert all(0 <= o.inicio < o.fin <= len(texto) for o in d.origenes)
        assert len(d.origenes) == len(d.parrafos)
        for c in d.compromisos:
            assert 0 <= c.tramo.inicio < c.tramo.fin <= len(d.parrafos[c.parrafo - 1])
            assert c.plazo.clase == "sin_plazo" or any(c.plazo.texto in p for p in d.parrafos)
            assert c.plazo.texto or not (c.plazo.vence or c.plazo.inicio)
        for r in d.referencias:
            assert r.tramo.de(d.parrafos[r.en_parrafo - 1]) == r.texto


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=400))
def test_ningun_texto_la_tumba(texto):
    revisa(texto)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(VOCABULARIO), max_size=120))
def test_ninguna_mezcla_del_genero_la_tumba_ni_saca_una_cita_de_su_parrafo(palabras):
    revisa("ACUERDAN:\n\nPRIMERO.- " + " ".join(palabras))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(VOCABULARIO), max_size=80), st.sampled_from(["", "Los presentes acuerdan lo siguiente:\n\n", "ACUERDOS\n\n- "]))
def test_tampoco_sin_numerales(palabras, anuncio):
    revisa(anuncio + " ".join(palabras))


@settings(max_examples=48, deadline=None)
@given(st.sampled_from(VOCABULARIO), st.sampled_from(["", " ", ", ", "\n"]))
def test_repetir_mil_veces_una_palabra_no_la_cuelga(palabra, separador):
    revisa("ACUERDAN:\n\nPRIMERO.- " + (palabra + separador) * 1000)


def test_un_solo_parrafo_de_un_millon_de_letras_se_lee_en_tiempo_lineal():
    """De tiempo de procesador, unos 12 s; el tope deja margen a una máquina ocupada."""
    frase = "Las Secretarías de Seguridad se comprometen a enviar el informe de avance a más tardar el doce de agosto de dos mil veintidós. "
    texto = "## ACUERDAN:\n\n### PRIMERO.- INFORMES\n\n" + frase * (1_000_000 // len(frase)) + "\n"
    inicio = time.process_time()
    (disposicion,) = leer(texto, fecha=ACTO).disposiciones
    assert time.process_time() - inicio < 60
    assert len(disposicion.compromisos) == 1_000_000 // len(frase)
    assert {c.plazo.vence for c in disposicion.compromisos} == {date(2022, 8, 12)}
