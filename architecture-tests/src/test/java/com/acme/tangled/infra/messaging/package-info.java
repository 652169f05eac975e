/// How events travel.
@NullMarked
@NamedInterface("messaging")
package com.acme.tangled.infra.messaging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
