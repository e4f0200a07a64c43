FROM python:3.12-slim
RUN useradd --create-home --uid 10001 rondom \
 && install -d -o rondom -g rondom -m 700 /var/lib/rondom /var/lib/rondom-keys
WORKDIR /srv/rondom
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml ./
COPY app app
COPY framework framework
COPY worker worker
COPY templates templates
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
 && pybabel -q compile --directory app/translations
USER rondom
ENV PYTHONUNBUFFERED=1
CMD ["rondom", "serve", "--host", "0.0.0.0"]
