"""Content credentials that the test signs itself, whole and damaged."""

from __future__ import annotations

import datetime
import io
import json
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import c2pa
import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import ExifTags, Image, PngImagePlugin

from app.detector.verdict import Verdict
from app.evidence.provenance import read_provenance
from app.scan.events import FileScanned
from app.scan.results import ScanRequest
from app.scan.scan import Scan

_MANIFEST = {
    "claim_generator_info": [{"name": "test", "version": "1"}],
    "assertions": [
        {
            "label": "c2pa.actions",
            "data": {
                "actions": [
                    {
                        "action": "c2pa.created",
                        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
                    }
                ]
            },
        }
    ],
}
_MADE_EDIT = {
    "action": "c2pa.edited",
    "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
}
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff"}


def _certificate(
    name: str,
    public: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    authority: bool,
    until: datetime.datetime,
) -> x509.Certificate:
    def named(common: str) -> x509.Name:
        return x509.Name(
            [x509.NameAttribute(NameOID.COMMON_NAME, common), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test")]
        )

    now = datetime.datetime.now(datetime.UTC)
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named("Root"))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=authority, crl_sign=authority, **usage), critical=True
        )
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


@pytest.fixture(scope="module")
def signer_info() -> c2pa.C2paSignerInfo:
    return _signer_info(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=30))


def _signer_info(until: datetime.datetime) -> c2pa.C2paSignerInfo:
    """Somebody whom nobody knows: a key under a root certificate of its own."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    chain = [
        _certificate("Signer", key.public_key(), root_key, authority=False, until=until),
        _certificate("Root", root_key.public_key(), root_key, authority=True, until=until),
    ]
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in chain)
    return c2pa.C2paSignerInfo(b"es256", pem, private, None)


def _picture(format_name: str) -> bytes:
    stream = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(stream, format_name)
    return stream.getvalue()


def _signed(
    signer_info: c2pa.C2paSignerInfo,
    format_name: str,
    remote: str | None = None,
    source_type: str = "digitalCapture",
    ingredient: bytes | None = None,
    edit: dict[str, str] | None = None,
    parent: bytes | None = None,
) -> bytes:
    signed = io.BytesIO()
    definition = json.loads(json.dumps(_MANIFEST).replace("digitalCapture", source_type))
    actions = definition["assertions"][0]["data"]["actions"]
    if parent:
        actions[:] = [{"action": "c2pa.opened", "parameters": {"ingredientIds": ["parent"]}}]
    if edit:
        actions.append(edit)
    manifest = json.dumps(definition)
    with c2pa.Signer.from_info(signer_info) as signer, c2pa.Builder(manifest) as builder:
        if ingredient:
            builder.add_ingredient({"title": "part"}, "image/jpeg", io.BytesIO(ingredient))
        if parent:
            opened = {"title": "before", "relationship": "parentOf", "instance_id": "parent"}
            builder.add_ingredient(opened, "image/jpeg", io.BytesIO(parent))
        if remote:
            builder.set_remote_url(remote)
            builder.set_no_embed()
        builder.sign(signer, _MEDIA_TYPES[format_name], io.BytesIO(_picture(format_name)), signed)
    return signed.getvalue()


@pytest.mark.parametrize("format_name", list(_MEDIA_TYPES))
def test_an_untouched_signed_picture_is_valid(signer_info: c2pa.C2paSignerInfo, format_name: str) -> None:
    assert read_provenance(_signed(signer_info, format_name), format_name)[0] == "valid"


@pytest.mark.parametrize("format_name", list(_MEDIA_TYPES))
def test_credentials_that_declare_a_generator_are_told(signer_info: c2pa.C2paSignerInfo, format_name: str) -> None:
    made = _signed(signer_info, format_name, source_type="trainedAlgorithmicMedia")
    composed = _signed(signer_info, format_name, source_type="compositeWithTrainedAlgorithmicMedia")
    captured = _signed(signer_info, format_name)

    assert read_provenance(made, format_name) == ("valid", "Its content credentials say that it was made with AI.")
    assert read_provenance(composed, format_name)[1].endswith("say that parts of it were made with AI.")
    assert read_provenance(captured, format_name)[1] == ""


def test_a_generated_part_of_a_photograph_does_not_make_all_of_it_generated(signer_info: c2pa.C2paSignerInfo) -> None:
    part = _signed(signer_info, "JPEG", source_type="trainedAlgorithmicMedia")

    state, said = read_provenance(_signed(signer_info, "JPEG", ingredient=part), "JPEG")

    assert state == "valid"
    assert said == "Its content credentials say that parts of it were made with AI."


def test_an_edit_of_a_photograph_does_not_make_all_of_it_generated(signer_info: c2pa.C2paSignerInfo) -> None:
    state, said = read_provenance(_signed(signer_info, "JPEG", edit=_MADE_EDIT), "JPEG")

    assert state == "valid"
    assert said == "Its content credentials say that parts of it were made with AI."


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_photograph_that_was_opened_and_edited_is_not_all_generated(
    signer_info: c2pa.C2paSignerInfo, is_signed: bool
) -> None:
    photograph = _signed(signer_info, "JPEG") if is_signed else _picture("JPEG")
    cropped = _signed(signer_info, "JPEG", parent=photograph, edit={"action": "c2pa.cropped"})
    edited = _signed(signer_info, "JPEG", parent=cropped, edit=_MADE_EDIT)

    assert read_provenance(cropped, "JPEG") == ("valid", "")
    parts = "Its content credentials say that parts of it were made with AI."
    assert read_provenance(edited, "JPEG") == ("valid", parts)


def test_a_generated_picture_stays_one_however_often_it_is_opened(signer_info: c2pa.C2paSignerInfo) -> None:
    made = _signed(signer_info, "JPEG", source_type="trainedAlgorithmicMedia")
    converted = _signed(signer_info, "JPEG", parent=made, edit={"action": "c2pa.converted"})
    edited = _signed(signer_info, "JPEG", parent=converted, edit=_MADE_EDIT)

    for content in (converted, edited):
        said = "Its content credentials say that it was made with AI."
        assert read_provenance(content, "JPEG") == ("valid", said)


def test_a_certificate_that_lapses_changes_nothing_of_what_was_signed() -> None:
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=4)
    content = _signed(_signer_info(until), "JPEG", source_type="trainedAlgorithmicMedia")
    before = read_provenance(content, "JPEG")
    time.sleep(max(0.0, (until - datetime.datetime.now(datetime.UTC)).total_seconds()) + 1)
    changed = bytearray(content)
    changed[-100] ^= 1

    assert before == ("valid", "Its content credentials say that it was made with AI.")
    assert read_provenance(content, "JPEG") == before
    assert read_provenance(bytes(changed), "JPEG")[0] == "invalid"
    claim = content.replace(b"trainedAlgorithmicMedia", b"trainedAlgorythmicMedia")
    assert read_provenance(claim, "JPEG")[0] == "invalid"


def test_a_broken_signature_declares_nothing_that_counts_as_signed(signer_info: c2pa.C2paSignerInfo) -> None:
    content = bytearray(_signed(signer_info, "JPEG", source_type="trainedAlgorithmicMedia"))
    content[-100] ^= 1

    state, said = read_provenance(bytes(content), "JPEG")

    assert (state, said) == ("invalid", "Its metadata says, unsigned, that it or a part of it was made with AI.")


def test_what_generators_write_without_signing_is_told_as_that() -> None:
    xmp = b"<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia<"
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", xmp=xmp)
    assert "unsigned, that it or a part of it was made with AI" in read_provenance(stream.getvalue(), "JPEG")[1]


_SETTINGS = ("absent", "Its metadata holds, unsigned, the settings of an image generator.")
_AUTOMATIC1111 = "a cat\nNegative prompt: a dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"
_COMFYUI = '{"3": {"inputs": {"seed": 1}, "class_type": "KSampler"}}'


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("parameters", _AUTOMATIC1111),
        ("prompt", _COMFYUI),
        ("parameters", '{"sui_image_params": {"prompt": "a cat"}}'),
        ("invokeai_metadata", '{"positive_prompt": "a cat"}'),
        ("Software", "NovelAI"),
        ("fooocus_scheme", "fooocus"),
    ],
)
@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt", "compressed iTXt"])
def test_settings_of_a_generator_in_a_png_are_told(key: str, text: str, kind: str) -> None:
    settings, stream = PngImagePlugin.PngInfo(), io.BytesIO()
    if "iTXt" in kind:
        settings.add_itxt(key, text, "en", "", zip=kind != "iTXt")
    else:
        settings.add_text(key, text, zip=kind == "zTXt")
    noise = np.random.default_rng(0).integers(0, 256, (400, 400, 3), np.uint8)
    Image.fromarray(noise).save(stream, "PNG", pnginfo=settings)

    assert read_provenance(stream.getvalue(), "PNG") == _SETTINGS


def test_a_declaration_in_compressed_xmp_is_told() -> None:
    text, stream = PngImagePlugin.PngInfo(), io.BytesIO()
    text.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta {_MADE_EDIT['digitalSourceType']}/>" + "a" * 2**21, zip=True)
    Image.new("RGB", (8, 8)).save(stream, "PNG", pnginfo=text)

    assert "unsigned, that it or a part of it was made with AI" in read_provenance(stream.getvalue(), "PNG")[1]


def test_texts_that_unpack_to_gigabytes_or_to_nothing_cost_no_memory() -> None:
    text, stream = PngImagePlugin.PngInfo(), io.BytesIO()
    for content in (b"k\0\0junk", b"k", b"", b"k\0\0" + zlib.compress(bytes(2**27), 9)):
        text.add(b"zTXt", content)
        text.add(b"iTXt", content.replace(b"k\0", b"k\0\1"))
    for _ in range(40):
        text.add(b"iTXt", b"k\0\1\0\0\0" + zlib.compress(bytes(2**24), 9))
    Image.new("RGB", (8, 8)).save(stream, "PNG", pnginfo=text)
    tracemalloc.start()
    try:
        assert read_provenance(stream.getvalue(), "PNG") == ("absent", "")
        assert tracemalloc.get_traced_memory()[1] < 64 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format_name", ["JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    ("tag", "text"),
    [
        (ExifTags.Base.UserComment, b"UNICODE\0" + _AUTOMATIC1111.encode("utf-16-be")),
        (ExifTags.Base.UserComment, b"UNICODE\0" + _AUTOMATIC1111.encode("utf-16-le")),
        (ExifTags.Base.UserComment, b"ASCII\0\0\0" + _AUTOMATIC1111.encode()),
        (ExifTags.Base.Model, f"prompt:{_COMFYUI}"),
    ],
)
def test_settings_of_a_generator_in_exif_are_told(format_name: str, tag: int, text: bytes | str) -> None:
    exif, stream = Image.Exif(), io.BytesIO()
    (exif.get_ifd(ExifTags.IFD.Exif) if tag == ExifTags.Base.UserComment else exif)[tag] = text
    noise = np.random.default_rng(0).integers(0, 256, (400, 400, 3), np.uint8)
    Image.fromarray(noise).save(stream, format_name, exif=exif.tobytes())

    assert read_provenance(stream.getvalue(), format_name) == _SETTINGS


def test_what_a_camera_writes_is_no_setting_of_a_generator() -> None:
    exif, stream = Image.Exif(), io.BytesIO()
    exif[ExifTags.Base.Model] = "Sampler: a camera, which took 20 Steps"
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif)

    assert read_provenance(stream.getvalue(), "JPEG") == ("absent", "")


def test_one_changed_byte_of_the_picture_makes_it_invalid(signer_info: c2pa.C2paSignerInfo) -> None:
    content = bytearray(_signed(signer_info, "JPEG"))
    content[-100] ^= 1
    assert read_provenance(bytes(content), "JPEG")[0] == "invalid"


def test_a_changed_claim_is_invalid(signer_info: c2pa.C2paSignerInfo) -> None:
    content = _signed(signer_info, "JPEG")
    assert content.count(b"digitalCapture") == 1
    changed = content.replace(b"digitalCapture", b"digitalCaptura")
    assert read_provenance(changed, "JPEG")[0] == "invalid"


def test_a_manifest_that_breaks_off_is_unreadable(signer_info: c2pa.C2paSignerInfo) -> None:
    content = _signed(signer_info, "JPEG")
    middle = content.index(b"c2pa") + 60
    assert read_provenance(content[:middle] + bytes(400) + content[middle + 400 :], "JPEG")[0] == "unreadable"


@pytest.mark.parametrize("format_name", [*_MEDIA_TYPES, "GIF", "AVIF"])
def test_a_picture_without_a_manifest_has_none_even_if_it_holds_the_letters(format_name: str) -> None:
    picture = _picture(format_name)
    assert read_provenance(picture, format_name)[0] == "absent"
    assert read_provenance(picture + b"c2pa", format_name)[0] in ("absent", "unreadable")


def test_of_a_signed_picture_that_breaks_off_nobody_says_that_it_has_no_credentials(
    signer_info: c2pa.C2paSignerInfo, tmp_path: Path
) -> None:
    (tmp_path / "signed.png").write_bytes(_signed(signer_info, "PNG")[:-2000])
    (tmp_path / "text.png").write_text("no picture", "utf-8")
    scan = Scan(ScanRequest((tmp_path,), workers=1, use_cache=False))
    results = [event.result for event in scan.events() if isinstance(event, FileScanned)]

    found = {result.path.name: (result.verdict, result.provenance) for result in results}

    assert found == {"signed.png": (Verdict.ERROR, "unreadable"), "text.png": (Verdict.ERROR, "absent")}


def test_a_format_that_can_not_hold_a_manifest_has_none() -> None:
    stream = io.BytesIO()
    Image.frombytes("RGB", (4, 4), b"c2pa" * 12, "raw", "BGR").save(stream, "BMP")
    assert b"c2pa" in stream.getvalue(), "pixels"
    assert read_provenance(stream.getvalue(), "BMP")[0] == "absent"


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    """Notes who asks for what; on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    asked: list[str] = []
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked = asked  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_manifest_elsewhere_is_never_fetched(signer_info: c2pa.C2paSignerInfo, server: HTTPServer) -> None:
    url = f"http://127.0.0.1:{server.server_port}/manifest.c2pa"
    content = _signed(signer_info, "JPEG", remote=url)
    assert url.encode() in content
    # Its letters make the library look at it.
    assert read_provenance(content + b"c2pa", "JPEG")[0] in ("absent", "unreadable")
    assert server.asked == []  # type: ignore[attr-defined]
    # The same file does ask where that is allowed: so the test above can fail.
    with pytest.raises(c2pa.C2paError):
        c2pa.Reader("image/jpeg", io.BytesIO(content))
    assert server.asked == ["/manifest.c2pa"]  # type: ignore[attr-defined]
